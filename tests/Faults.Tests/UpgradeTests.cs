using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// F14: the build before this one (EGOV_FAULT_BEFORE, a folder as artifacts/bin is) is replaced process by process while people work,
/// taken back, and replaced again. Run by tests/bench.sh upgrade; not part of a normal run.
/// </summary>
public sealed class UpgradeTests
{
    private const int Clerks = 4;

    // A process says that it will go for longer than the gateway takes to hear it: two looks, five seconds apart.
    private static readonly Dictionary<string, string?> Settings = new(StringComparer.Ordinal) { ["Drain__Delay"] = "12" };

    [Fact(Explicit = true)]
    public async Task Two_versions_work_side_by_side_and_nobody_notices()
    {
        var before = Environment.GetEnvironmentVariable("EGOV_FAULT_BEFORE") is { Length: > 0 } folder ? folder : Programs.Built;
        using var safe = new Safe();
        await using var site = await Installation.StartAsync(safe, replicas: 2, settings: Settings, build: before, linked: false);
        var history = new History();
        await using var watcher = new Watcher(site, history);
        watcher.Start();
        await using var crew = new Crew(site, watcher, history, 14, Clerks);
        await crew.BeginAsync();

        // Expand first: the older version works on the newer schema.
        await site.MigrateAsync(Programs.Built);
        foreach (var build in new[] { Programs.Built, before, Programs.Built })
        {
            foreach (var replica in site.All)
            {
                FaultLog.Tell(string.Create(CultureInfo.InvariantCulture, $"# {DateTime.UtcNow:HH:mm:ss.fff} {replica.Name} is replaced"));
                await replica.StopAsync();
                replica.Build = build;
                replica.Start();
                await replica.ReadyAsync();
                crew.AssertAtWork();
            }
        }

        await crew.EndAsync();
        var found = await crew.FindAsync();
        FaultLog.Tell("calls", history.Calls);
        FaultLog.Tell("failed_calls", history.Failed.Count);
        history.Failed.ToList().ForEach(f => FaultLog.Tell($"# {f}"));
        FaultLog.Tell("broken_rules", found.Count);
        var differences = await Projection.CompareAsync(site);
        FaultLog.Tell("differences_of_reporting", differences.Count);
        Assert.Empty(found);
        Assert.Empty(differences);
    }
}
