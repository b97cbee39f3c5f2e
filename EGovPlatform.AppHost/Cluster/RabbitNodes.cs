using System.Globalization;

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Three RabbitMQ nodes that find one another by the list in their settings, and the epmd that tells them each other's ports.</summary>
internal static class RabbitNodes
{
    private const string User = "egov";
    private const string Server = "/usr/lib/rabbitmq/bin/rabbitmq-server";

    public static IEnumerable<ClusterNode> Of(ClusterPlan plan)
    {
        var names = plan.Port(ClusterPort.RabbitNames, 1).ToString(CultureInfo.InvariantCulture);

        // The nodes know each other by one cookie, which Erlang looks for in the home folder.
        var home = plan.Folder("rabbitmq");
        PrivateFile.Write(Path.Combine(home, ".erlang.cookie"), plan.Secret("rabbitmq-cookie"));
        var plugins = PrivateFile.Write(Path.Combine(home, "enabled_plugins"), "[rabbitmq_prometheus].\n");
        yield return new ClusterNode("rabbitmq-names", "epmd", "-address", "127.0.0.1", "-port", names);
        foreach (var number in ClusterPlan.Numbers)
        {
            var folder = plan.Folder(Name(number));
            yield return new ClusterNode(Name(number), Server)
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal)
                {
                    ["HOME"] = home,
                    ["RABBITMQ_CONF_ENV_FILE"] = "/dev/null",
                    ["RABBITMQ_CONFIG_FILE"] = PrivateFile.Write(Path.Combine(folder, "rabbitmq.conf"), Settings(plan, number)),
                    ["RABBITMQ_NODENAME"] = Name(number) + "@localhost",
                    ["RABBITMQ_NODE_IP_ADDRESS"] = "127.0.0.1",
                    ["RABBITMQ_NODE_PORT"] = plan.Port(ClusterPort.Rabbit, number).ToString(CultureInfo.InvariantCulture),
                    ["RABBITMQ_DIST_PORT"] = plan.Port(ClusterPort.RabbitPeer, number).ToString(CultureInfo.InvariantCulture),
                    ["RABBITMQ_MNESIA_BASE"] = Path.Combine(folder, "store"),
                    ["RABBITMQ_LOG_BASE"] = Path.Combine(folder, "log"),
                    ["RABBITMQ_ENABLED_PLUGINS_FILE"] = plugins,
                    ["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = "-kernel inet_dist_use_interface {127,0,0,1} +sbwt none +sbwtdcpu none +sbwtdio none",
                    ["ERL_EPMD_ADDRESS"] = "127.0.0.1",
                    ["ERL_EPMD_PORT"] = names,

                    // The script then becomes the node instead of guarding it, so that a signal to it reaches the node.
                    ["RUNNING_UNDER_SYSTEMD"] = "1",
                },
                Health = (plan.Port(ClusterPort.RabbitMetrics, number), "/metrics"),
            };
        }
    }

    /// <summary>Connection string of the broker: all nodes.</summary>
    public static string Address(ClusterPlan plan) => $"amqp://{User}:{plan.Secret("rabbitmq")}@{plan.Addresses(ClusterPort.Rabbit)}";

    private static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"rabbitmq-{number}");

    private static string Settings(ClusterPlan plan, int number) => $"""
        default_user = {User}
        default_pass = {plan.Secret("rabbitmq")}
        cluster_formation.peer_discovery_backend = classic_config
        {string.Join('\n', ClusterPlan.Numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"cluster_formation.classic_config.nodes.{n} = {Name(n)}@localhost")))}
        cluster_partition_handling = pause_minority
        prometheus.tcp.ip = 127.0.0.1
        prometheus.tcp.port = {plan.Port(ClusterPort.RabbitMetrics, number)}
        log.console = true
        log.console.level = info
        log.file = false

        """;
}
