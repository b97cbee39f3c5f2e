using Grpc.Core;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F15: three times the calls that the platform can take, whether answered or not (an open loop), then half. Prints figures for
/// tests/bench.sh overload, which judges them; not part of a normal run.
/// </summary>
public sealed class OverloadTests
{
    private static readonly TimeSpan Warm = TimeSpan.FromSeconds(40);
    private static readonly TimeSpan Closed = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Over = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan After = TimeSpan.FromSeconds(20);

    [Fact(Explicit = true)]
    public async Task Over_its_capacity_the_platform_answers_about_as_many_calls_and_refuses_the_rest_in_time()
    {
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 1, settings: Load.Unlimited);
        using var load = new Load(site);

        await load.ClosedAsync(Warm);
        var peak = (await load.ClosedAsync(Closed)).Count(a => a.Code == StatusCode.OK) / Closed.TotalSeconds;

        var over = await load.OpenAsync(3 * peak, Over);
        var good = over.Count(a => a.Code == StatusCode.OK) / Over.TotalSeconds;
        var shed = over.Where(a => a.Code == StatusCode.ResourceExhausted).ToList();

        var after = await load.OpenAsync(peak / 2, After);
        var bad = after.Where(a => a.Code != StatusCode.OK).Select(a => a.Second).DefaultIfEmpty(-1).Max();
        FaultLog.Tell("peak_calls_per_second", peak);
        FaultLog.Tell("offered_calls_per_second", over.Count / Over.TotalSeconds);
        FaultLog.Tell("goodput_vs_peak", good / peak);
        FaultLog.Tell("shed", shed.Count);
        FaultLog.Tell("shed_without_retry_info", shed.Count(a => !a.SaysWhen));
        FaultLog.Tell("other_errors", over.Count(a => a.Code is not (StatusCode.OK or StatusCode.ResourceExhausted)));
        FaultLog.Tell("p99_answered_ms", Percentile(over.Where(a => a.Code == StatusCode.OK)));
        FaultLog.Tell("p99_shed_ms", Percentile(shed));
        FaultLog.Tell("recovered_seconds", bad + 1);
        FaultLog.Tell("p99_after_ms", Percentile(after));
        Assert.Equal(0, site.All.Count(r => r.ProcessId == 0));
    }

    private static double Percentile(IEnumerable<Load.Answer> answers) => Percentiles.Of(answers.Select(a => a.Took.TotalMilliseconds), 0.99);
}
