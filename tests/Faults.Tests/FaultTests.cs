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
        Tell("Sizes at the end: " + string.Join(", ", site.All.Select(r => (r.Name, Size: r.Size())).Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Name} {r.Size.Memory / 1024} MiB {r.Size.Threads} threads {r.Size.Files} files"))));
        Tell(outcome.Summary);
        Assert.True(outcome.Found.Count == 0, string.Join('\n', outcome.Found.Prepend(outcome.Summary)));
    }

    /// <summary>One schedule. What goes wrong is noted, and the next one begins.</summary>
    private static async Task RunAsync(Installation site, Broker broker, Watcher watcher, int seed, Outcome outcome)
    {
        var schedule = new Schedule(seed, new Catalog(site, broker));
        var (history, desk, random) = (new History(), new Desk(seed), new Random(seed));
        var started = Stopwatch.StartNew();
        using var home = new CancellationTokenSource();
        using var lead = new Caller(site, history, new Random(seed));
        var callers = Enumerable.Range(0, Clerks).Select(_ => new Caller(site, history, new Random(random.Next()))).ToList();
        var clerks = callers.Select(c => new Clerk(c, history, desk, new Random(random.Next()))).ToList();
        var work = Task.CompletedTask;
        var converged = TimeSpan.Zero;
        IReadOnlyList<string> found;
        try
        {
            await desk.PrepareAsync(lead);
            work = Task.WhenAll(clerks.Select(c => Task.Run(() => c.WorkAsync(home.Token))));
            await schedule.RunAsync();
            var mended = Stopwatch.StartNew();
            await home.CancelAsync();
            await work;
            var checks = new Checks(site, watcher);
            await checks.ConvergedAsync();
            converged = mended.Elapsed;
            await clerks[0].RepeatAsync();
            await checks.ConvergedAsync();
            found = await checks.FindAsync(history, desk, lead);
        }
        catch (Exception e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            await home.CancelAsync();
            await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            found = [.. history.Broken, $"Stuck: {e.GetType().Name}: {e.Message.Split('\n')[0]}"];
            await site.MendAsync();
        }

        callers.ForEach(c => c.Dispose());
        outcome.Ended(seed, schedule.ToString(), found, converged);
        Tell(string.Create(CultureInfo.InvariantCulture, $"{schedule}. {history.Summary}. Converged {converged.TotalSeconds:F1} s after the last was mended; {started.Elapsed.TotalSeconds:F0} s in all. {(found.Count == 0 ? "All held." : string.Join(" ", found))}"));
    }

    private static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        if (Environment.GetEnvironmentVariable("EGOV_FAULT_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }

    private static int Setting(string name, int otherwise) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
