using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using EGovPlatform.Testing;
using Microsoft.AspNetCore.Builder;

namespace EGovPlatform.Messaging.Tests;

/// <summary>The alert rules name metrics that exist, and the operator's page says what to do about each.</summary>
public sealed partial class AlertRulesTests
{
    private static readonly string Rules = File.ReadAllText(RepositoryRoot.Combine("deploy", "prometheus", "alerts.yml"));

    [Fact]
    public async Task Every_metric_in_a_rule_is_one_that_is_emitted()
    {
        var emitted = await EmittedAsync();
        var named = MetricName().Matches(Rules).Select(m => m.Value).Distinct(StringComparer.Ordinal).ToList();

        Assert.Contains("egov_messaging_parked_total", named);
        Assert.Empty(named.Except(emitted, StringComparer.Ordinal));
    }

    [Fact]
    public void Every_alert_is_described_where_operators_look()
    {
        var described = File.ReadAllText(RepositoryRoot.Combine("docs", "operations.md"));
        var alerts = AlertName().Matches(Rules).Select(m => m.Groups["name"].Value).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(alerts, alert => Assert.Contains($"| `{alert}` |", described, StringComparison.Ordinal));
    }

    /// <summary>Names as Prometheus has them: dots become underscores, the unit follows in full, then `_total` of a counter or `_count` of a histogram.</summary>
    private static async Task<HashSet<string>> EmittedAsync()
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, _) =>
        {
            var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
            var kind = instrument switch { Counter<long> => "_total", Histogram<double> => "_count", _ => "" };
            lock (names)
            {
                names.Add(instrument.Name.Replace('.', '_') + unit + kind);
            }
        };
        listener.Start();
        System.Runtime.CompilerServices.RuntimeHelpers.RunClassConstructor(typeof(MessagingTelemetry).TypeHandle);
        // ASP.NET Core's meters begin with a server.
        await using var app = WebApplication.Create(["--urls=http://127.0.0.1:0"]);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return names;
    }

    [GeneratedRegex("""\b(egov|http_server)_[a-z_]+\b""")]
    private static partial Regex MetricName();

    [GeneratedRegex("""- alert: (?<name>\w+)""")]
    private static partial Regex AlertName();
}
