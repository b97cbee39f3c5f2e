using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>
/// One node of each kind of the clusters (ADR 23) is killed while people work, and started again. Prints how long each was noticed for
/// tests/bench.sh ha, which judges it; not part of a normal run.
/// </summary>
public sealed class ClusterTests
{
    private const int Clerks = 2;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    [Fact(Explicit = true)]
    public async Task Any_one_node_may_go_and_nothing_acknowledged_goes_with_it()
    {
        using var safe = new Safe();
        await using var site = await ClusterSite.StartAsync(safe);
        var history = new History();
        await using var watcher = new Watcher(site, history);
        watcher.Start();
        await using var crew = new Crew(site, watcher, history, 23, Clerks);
        await crew.BeginAsync();
        await using (var pulse = new Pulse(site, crew.Lead, history, crew.Desk))
        {
            pulse.Start();
            await KillAsync(site, pulse, "nothing", null);
            await KillAsync(site, pulse, "postgres_primary", await site.Roles.PrimaryAsync());
            await KillAsync(site, pulse, "postgres_sync_standby", await site.Roles.SyncStandbyAsync());
            await KillAsync(site, pulse, "postgres_other_standby", await site.Roles.AsyncStandbyAsync());
            await KillAsync(site, pulse, "etcd_leader", await site.Roles.EtcdLeaderAsync());
            await KillAsync(site, pulse, "rabbitmq_first", "rabbitmq-1");
            await KillAsync(site, pulse, "rabbitmq_second", "rabbitmq-2");
            await KillAsync(site, pulse, "rabbitmq_third", "rabbitmq-3");
            await KillAsync(site, pulse, "redis_primary", await site.Roles.RedisPrimaryAsync());
            await KillAsync(site, pulse, "sentinel", "sentinel-1");
            crew.AssertAtWork();
        }

        await crew.EndAsync();
        var found = await crew.FindAsync();
        FaultLog.Tell("broken_rules", found.Count);
        FaultLog.Tell("acknowledged_writes", history.Created.Count + history.Raised.Values.Sum() + history.Booked.Count);
        Assert.Empty(found);
    }

    private static async Task KillAsync(ClusterSite site, Pulse pulse, string part, string? name)
    {
        pulse.Reset();
        await (name is null ? Task.CompletedTask : site.Nodes[name].KillAsync());

        // Consequences may come late: a lease that runs out, a message that waits for its confirmation.
        await Task.Delay(Watched, TestContext.Current.CancellationToken);
        await Eventually.Async($"all to be reported after {name} was killed", () => pulse.IsReported, Limit);
        var (write, report) = pulse.Outages();
        FaultLog.Tell($"{part}_no_write_seconds", write.TotalSeconds);
        FaultLog.Tell($"{part}_not_reported_seconds", report.TotalSeconds);
        if (name is not null)
        {
            site.Nodes[name].Start();
            await site.Nodes[name].ReadyAsync();
            await Eventually.Async($"{name} to be one of them again", async () => await site.Roles.AsyncStandbyAsync() is not null && pulse.IsReported, Limit);
        }
    }
}
