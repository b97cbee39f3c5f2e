using System.Diagnostics;
using System.Text.RegularExpressions;

namespace EGovPlatform.SystemTests;

/// <summary>docs/integration.md, followed to the letter by one shell.</summary>
public sealed partial class IntegrationGuideTests(Platform platform)
{
    [Fact]
    public async Task Each_step_prints_what_the_guide_says()
    {
        var guide = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "integration.md"), TestContext.Current.CancellationToken);
        var steps = Step().Matches(guide).Select(m => (Commands: m.Groups["commands"].Value, Prints: m.Groups["prints"].Value.Trim())).ToList();
        Assert.True(steps.Count >= 6, $"{steps.Count} steps were found in the guide.");

        // JSON may have blanks after its colons or not: both mean the same.
        var script = string.Join('\n', steps.Select((s, i) => $"{s.Commands}\necho '=== {i}'"));
        var (code, output) = await platform.ShellAsync(script);
        Assert.True(code == 0, output);
        var printed = output.Replace("\": ", "\":", StringComparison.Ordinal);
        var from = 0;
        foreach (var (i, step) in steps.Index())
        {
            var end = printed.IndexOf($"=== {i}", from, StringComparison.Ordinal);
            Assert.True(end >= 0, $"The shell ended before step {i}: {output}");
            Assert.Contains(step.Prints, printed[from..end], StringComparison.Ordinal);
            from = end;
        }
    }

    [GeneratedRegex(@"```sh\n(?<commands>.*?)```\s+```text\n(?<prints>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Step();
}
