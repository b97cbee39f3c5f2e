using System.Globalization;

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Three Redis servers, of which one takes writes, and three Sentinels that put another in its place.</summary>
internal static class RedisNodes
{
    public static IEnumerable<ClusterNode> Of(ClusterPlan plan)
    {
        foreach (var number in ClusterPlan.Numbers)
        {
            yield return Node(plan, "redis", number, $"""
                port {plan.Port(ClusterPort.Redis, number)}
                save ""
                appendonly no
                repl-diskless-sync-delay 0
                {(number == 1 ? "" : $"replicaof 127.0.0.1 {plan.Port(ClusterPort.Redis, 1)}")}

                """);
        }

        foreach (var number in ClusterPlan.Numbers)
        {
            yield return Node(plan, "sentinel", number, $"""
                port {plan.Port(ClusterPort.Sentinel, number)}
                sentinel monitor egov 127.0.0.1 {plan.Port(ClusterPort.Redis, 1)} 2
                sentinel down-after-milliseconds egov 2000
                sentinel failover-timeout egov 6000

                """, "--sentinel");
        }
    }

    /// <summary>Connection string of the cache: the servers, looked at every second for the one that takes writes.</summary>
    public static string Address(ClusterPlan plan) => plan.Addresses(ClusterPort.Redis) + ",configCheckSeconds=1";

    // Sentinel writes into the settings of all who has which part. They are made anew here: a cache has nothing that a former part would keep.
    private static ClusterNode Node(ClusterPlan plan, string kind, int number, string settings, params string[] options)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{kind}-{number}");
        var folder = plan.Folder(name);
        return new ClusterNode(name, "redis-server", [PrivateFile.Write(Path.Combine(folder, kind + ".conf"), $"bind 127.0.0.1\ndir {folder}\n{settings}"), .. options]);
    }
}
