using Aspire.Hosting.Native;
using EGovPlatform.AppHost.Cluster;
using EGovPlatform.Testing;

namespace EGovPlatform.Faults.Tests;

/// <summary>A site on the clusters of <c>./run.sh --profile ha</c>: the same programs, started and killed by us.</summary>
internal sealed class ClusterSite : Site
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly ClusterPlan plan;

    private ClusterSite(Safe safe, string folder)
        : base(safe, folder, replicas: 1)
    {
        plan = new ClusterPlan(Path.Combine(folder, "cluster"), FreePorts(), login => login.EndsWith("db", StringComparison.Ordinal) ? Password : Machine.Secret(Path.Combine(folder, login)));
        Nodes = EtcdNodes.Of(plan).Concat(PostgresNodes.Of(plan)).Concat(RabbitNodes.Of(plan)).Concat(RedisNodes.Of(plan))
            .Select(n => new ClusterProcess(n, folder)).ToDictionary(n => n.Name, StringComparer.Ordinal);
        Roles = new ClusterRoles(plan);
    }

    /// <summary>The servers by name.</summary>
    public IReadOnlyDictionary<string, ClusterProcess> Nodes { get; }

    /// <summary>Who does what at the moment.</summary>
    public ClusterRoles Roles { get; }

    public static async Task<ClusterSite> StartAsync(Safe safe)
    {
        var site = new ClusterSite(safe, Directory.CreateTempSubdirectory("egov-cluster.").FullName);
        foreach (var node in site.Nodes.Values)
        {
            node.Start();
        }

        foreach (var node in site.Nodes.Values)
        {
            await node.ReadyAsync();
        }

        var databases = new ClusterProcess(PostgresNodes.Databases(site.plan, Programs.Services.Select(s => s + "db")), site.Folder);
        databases.Start();
        Assert.Equal(0, await databases.EndedAsync(Limit));
        await site.StartAllAsync(Programs.Built);
        return site;
    }

    public override string Database(string service) => PostgresNodes.Address(plan, service + "db") + ";Target Session Attributes=read-write";

    protected override string Store(string service, Replica? replica) => PostgresNodes.Address(plan, service + "db", service + "db");

    protected override string Messaging(Replica replica) => RabbitNodes.Address(plan);

    protected override string Cache(Replica replica) => RedisNodes.Address(plan);

    protected override Task EnsureDatabaseAsync(string service) => Task.CompletedTask;

    protected override Task EndServersAsync() => Task.WhenAll(Nodes.Values.Select(n => n.KillAsync()));

    // They stay the same over restarts, and stand in a row.
    private static int FreePorts()
    {
        while (true)
        {
            var first = Machine.FreePort();
            if (Enumerable.Range(first, ClusterPlan.Ports).All(Machine.IsFree))
            {
                return first;
            }
        }
    }
}
