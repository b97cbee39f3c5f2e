using System.Text;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Runs last: it takes the platform down.</summary>
public sealed class RecoveryTests(Platform platform)
{
    [Fact]
    public async Task Losing_Reporting_and_the_whole_broker_loses_nothing()
    {
        var before = await AgreementsAsync();

        // What is written while Reporting is dead waits in the broker, and goes with it.
        await platform.KillServiceAsync("EGovPlatform.ReportingService");
        using var http = platform.Client(Role.Editor);
        var body = """{"record":{"historical":true},"state":"AGREEMENT_STATE_SIGNED","kind":"AGREEMENT_KIND_MEMORANDUM","subject":"Made while Reporting was dead","parties":[{"resource":"countries/KR"},{"resource":"countries/UY"}]}""";
        (await http.PostAsync($"/v1/agreements?agreementId=lost-{Guid.NewGuid():N}", new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)).EnsureSuccessStatusCode();

        await platform.StopAsync();
        Directory.Delete(Path.Combine(platform.Data, "messaging"), recursive: true);
        await platform.StartAsync();

        await Eventually.PassesAsync("Reporting to know the agreement it missed", async () => Assert.Equal(before + 1, await AgreementsAsync()), TimeSpan.FromSeconds(90));
        var (_, attendance) = await platform.EgovAsync("report", "attendance");
        Assert.Contains("about 440, 2 of 5 unknown", attendance, StringComparison.Ordinal);
    }

    private async Task<int> AgreementsAsync()
    {
        var (code, output) = await platform.EgovAsync("report", "agreements");
        Assert.True(code == 0, output);
        return int.Parse(Regex.Match(output, "agreements +([0-9]+)").Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture);
    }
}
