using System.Globalization;

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Three etcd members: who holds the key of the leader in them is the PostgreSQL server that takes writes.</summary>
internal static class EtcdNodes
{
    public static IEnumerable<ClusterNode> Of(ClusterPlan plan)
    {
        var members = string.Join(',', ClusterPlan.Numbers.Select(n => $"{Name(n)}={Url(plan.Port(ClusterPort.EtcdPeer, n))}"));
        foreach (var number in ClusterPlan.Numbers)
        {
            var (client, peer) = (Url(plan.Port(ClusterPort.EtcdClient, number)), Url(plan.Port(ClusterPort.EtcdPeer, number)));
            yield return new ClusterNode(
                Name(number),
                "etcd",
                "--name", Name(number),
                "--data-dir", Path.Combine(plan.Folder(Name(number)), "data"),
                "--listen-client-urls", client,
                "--advertise-client-urls", client,
                "--listen-peer-urls", peer,
                "--initial-advertise-peer-urls", peer,
                "--initial-cluster", members,
                "--initial-cluster-token", "egov",
                "--log-level", "warn")
            {
                Health = (plan.Port(ClusterPort.EtcdClient, number), "/health"),
            };
        }
    }

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"etcd-{number}");

    private static string Url(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
}
