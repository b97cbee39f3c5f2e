using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F14: the build before this one (EGOV_FAULT_BEFORE, a folder as artifacts/bin is) is replaced process by process while people work,
/// taken back, and replaced again. Run by tests/bench.sh upgrade; not part of a normal run.
/// </summary>
public sealed class UpgradeTests
{
    private const int Clerks = 4;

    [Fact(Explicit = true)]
    public async Task Two_versions_work_side_by_side_and_nobody_notices()
    {
        var before = Environment.GetEnvironmentVariable("EGOV_FAULT_BEFORE") is { Length: > 0 } folder ? folder : Programs.Built;
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 2, build: before);
        var (history, desk, random) = (new History(), new Desk(14), new Random(14));
        await using var watcher = new Watcher(site, history);
        watcher.Start();
        using var lead = new Caller(site, history, new Random(1));
        await desk.PrepareAsync(lead);
        using var home = new CancellationTokenSource();
        var callers = Enumerable.Range(0, Clerks).Select(_ => new Caller(site, history, new Random(random.Next()))).ToList();
        var clerks = callers.Select(c => new Clerk(c, history, desk, new Random(random.Next()))).ToList();
        var work = Task.WhenAll(clerks.Select(c => Task.Run(() => c.WorkAsync(home.Token), TestContext.Current.CancellationToken)));

        // Expand first: the older version works on the newer schema.
        await site.MigrateAsync(Programs.Built);
        foreach (var build in new[] { Programs.Built, before, Programs.Built })
        {
            foreach (var replica in site.All)
            {
                await replica.StopAsync();
                replica.Build = build;
                replica.Start();
                await replica.ReadyAsync();
                Assert.False(work.IsFaulted, work.Exception?.ToString());
            }

            Tell($"{(build == before ? "taken back" : "replaced")}: {history.Summary}");
        }

        await home.CancelAsync();
        await work;
        var checks = new Checks(site, watcher);
        await checks.ConvergedAsync();
        await clerks[0].RepeatAsync();
        await checks.ConvergedAsync();
        var found = await checks.FindAsync(history, desk, lead);
        callers.ForEach(c => c.Dispose());
        Tell(string.Create(CultureInfo.InvariantCulture, $"upgrade_calls {history.Calls}"));
        Tell(string.Create(CultureInfo.InvariantCulture, $"upgrade_broken_rules {found.Count}"));
        Assert.Empty(found);
        Assert.Empty(await Projection.CompareAsync(site));
        Tell("upgrade_finished 1");
    }

    private static void Tell(string line)
    {
        if (Environment.GetEnvironmentVariable("EGOV_FAULT_LOG") is { Length: > 0 } file)
        {
            File.AppendAllText(file, line + Environment.NewLine);
        }
    }
}
