using System.Diagnostics;
using System.Text.Json;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Reads calendars back with a library of others (npm ical.js).</summary>
internal static class CalendarReader
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task<IReadOnlyDictionary<string, JsonElement>> EventsAsync(string text)
    {
        var library = RepositoryRoot.Combine(".tools", "node", "node_modules", "ical.js", "dist", "ical.es5.cjs");
        Assert.SkipUnless(File.Exists(library), "ical.js is not installed: ./test.sh installs it below .tools/node");
        var start = new ProcessStartInfo("node", [RepositoryRoot.Combine("tests", "Activities.Tests", "read-calendar.cjs"), library])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(text);
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        Assert.True(process.ExitCode == 0, await error);
        using var document = JsonDocument.Parse(await output);
        Assert.Equal("2.0", document.RootElement.GetProperty("version").GetString());
        return document.RootElement.GetProperty("events").EnumerateArray().ToDictionary(e => e.GetProperty("uid").GetString()!, e => e.Clone(), StringComparer.Ordinal);
    }
}
