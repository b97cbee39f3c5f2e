using System.Diagnostics;
using System.Globalization;

namespace EGovPlatform.Aspire.Hosting.Tests;

/// <summary>Reads the process table of Linux.</summary>
internal static class Processes
{
    /// <summary>The ids of all living descendants of a process.</summary>
    public static IReadOnlyList<int> Below(int ancestor)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(folder => int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Stat: Stat(id)))
            .Where(p => p.Stat is { State: not 'Z' })
            .ToLookup(p => p.Stat!.Value.Parent, p => p.Id);
        var found = new List<int>();
        var open = new Queue<int>([ancestor]);
        while (open.TryDequeue(out var next))
        {
            foreach (var child in parents[next])
            {
                found.Add(child);
                open.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>A dead process whose parent has not asked after it counts as dead.</summary>
    public static bool IsAlive(int id) => Stat(id) is { State: not 'Z' };

    public static string Command(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    /// <summary>Waits until the condition holds; fails saying what it waited for.</summary>
    public static async Task UntilAsync(Func<bool> condition, Func<string> what, int seconds, CancellationToken cancellationToken)
    {
        var waited = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(waited.Elapsed < TimeSpan.FromSeconds(seconds), $"{what()} within {seconds} s");
            await Task.Delay(50, cancellationToken);
        }
    }

    private static (char State, int Parent)? Stat(int id)
    {
        try
        {
            var text = File.ReadAllText($"/proc/{id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (fields[0][0], int.Parse(fields[1], CultureInfo.InvariantCulture));
        }
        catch (IOException)
        {
            return null;
        }
    }
}
