using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>The five notices leave through the gateway as one IATI file.</summary>
public sealed class IatiTests(Platform platform)
{
    [Fact]
    public Task Export_writes_a_file_without_findings() => Eventually.PassesAsync("the notices to be exported", async () =>
    {
        var file = Path.Combine(platform.Data, "activities.xml");
        var (code, output) = await platform.EgovAsync("export", "iati", "--out", file, "--reporting-organization", "XM-DAC-99999");

        Assert.True(code == 0, output);
        Assert.Matches("25 activities, 3 records left out, 0 warnings", output);
        Assert.StartsWith("<?xml", await File.ReadAllTextAsync(file), StringComparison.Ordinal);
    });

    [Fact]
    public async Task Export_says_that_nobody_publishes()
    {
        var (code, output) = await platform.EgovAsync("export", "iati", "--out", Path.Combine(platform.Data, "nobody.xml"));

        Assert.NotEqual(0, code);
        Assert.False(File.Exists(Path.Combine(platform.Data, "nobody.xml")), output);
    }
}
