using System.Diagnostics;
using System.Globalization;

[assembly: CollectionBehavior(DisableTestParallelization = true)]

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// Real processes under faults drawn from seeds. EGOV_FAULT_SCHEDULES says how many schedules (8), EGOV_FAULT_SEED the
/// first seed, EGOV_FAULT_LOG a file that gets a line for each as soon as it is over.
/// </summary>
public sealed class FaultTests
{
    private const int Clerks = 4;

    private static readonly int Schedules = Setting("EGOV_FAULT_SCHEDULES", 8);
    private static readonly int Seed = Setting("EGOV_FAULT_SEED", 20181128);

    [Fact]
    public async Task Whatever_breaks_nothing_acknowledged_is_lost_doubled_or_stuck()
    {
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 2);
        var broker = new Broker(site);
        await broker.ListenAsync();
        var watched = new History();
        await using var watcher = new Watcher(site, watched);
        watcher.Start();
        var outcome = new Outcome();
        for (var seed = Seed; seed < Seed + Schedules; seed++)
        {
            await RunAsync(site, broker, watcher, seed, outcome);
        }

        outcome.Add("at the end", watched.Broken);
        outcome.Add("at the end", await Projection.CompareAsync(site));
        FaultLog.Tell("Sizes at the end: " + string.Join(", ", site.All.Select(r => (r.Name, Size: r.Size())).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Size.Memory / 1024} MiB {r.Size.Threads} threads {r.Size.Files} files"))));
        FaultLog.Tell(outcome.Summary);
        Assert.True(outcome.Found.Count == 0, string.Join('\n', outcome.Found.Prepend(outcome.Summary)));
    }

    /// <summary>One schedule. What goes wrong is noted, and the next one begins.</summary>
    private static async Task RunAsync(Installation site, Broker broker, Watcher watcher, int seed, Outcome outcome)
    {
        var schedule = new Schedule(seed, new Catalog(site, broker));
        var (history, time) = (new History(), Stopwatch.StartNew());
        var (begun, mended, converged) = (TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero);
        await using var crew = new Crew(site, watcher, history, seed, Clerks);
        IReadOnlyList<string> found;
        var last = "nothing";
        try
        {
            await crew.BeginAsync();
            begun = time.Elapsed;
            await schedule.RunAsync();
            mended = time.Elapsed;
            last = await crew.EndAsync();
            converged = time.Elapsed - mended;
            found = await crew.FindAsync();
        }
        catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            await crew.DisposeAsync();
            found = [.. history.Broken, $"Stuck: {e.GetType().Name}: {e.Message.Split('\n')[0]}"];
            await site.MendAsync();
        }

        outcome.Ended(seed, schedule.ToString(), found, converged);
        FaultLog.Tell(string.Create(CultureInfo.InvariantCulture, $"{schedule}. {history.Summary}. Converged {converged.TotalSeconds:F1} s after the last was mended, waited for {last} at the end; {begun.TotalSeconds:F0} s to begin, {(mended - begun).TotalSeconds:F0} s till mended, {time.Elapsed.TotalSeconds:F0} s in all. {(found.Count == 0 ? "All held." : string.Join(" ", found))}"));
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
