using System.Globalization;

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Three PostgreSQL servers, each under a Patroni of its own: one takes writes, and a commit waits for one of the two others.</summary>
internal static class PostgresNodes
{
    // PostgreSQL refuses to run as root and leaves Patroni's session. In namespaces of its own it is somebody else, and nothing of the
    // node outlives Patroni, which is process 1 there.
    private const string Node =
        "unshare --mount --mount-proc -- patroni \"$0\" & node=$!; trap 'kill -TERM $node' TERM; while kill -0 $node 2>/dev/null; do wait $node; done";

    // All nodes may start anew, and then nobody takes writes before the key of the last leader has run out.
    private const string Create = "for _ in $(seq 90); do psql -Xq -v ON_ERROR_STOP=1 -f \"$0\" \"$1\" && exit; sleep 1; done; exit 1";

    public static IEnumerable<ClusterNode> Of(ClusterPlan plan)
    {
        foreach (var number in ClusterPlan.Numbers)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"postgres-{number}");
            var folder = plan.Folder(name);
            var settings = PrivateFile.Write(Path.Combine(folder, "patroni.yml"), Settings(plan, name, folder, number));
            yield return new ClusterNode(name, "unshare", "-U", "--map-user=1000", "--map-group=1000", "--keep-caps", "--pid", "--", "sh", "-c", Node, settings)
            {
                Environment = new Dictionary<string, string>(StringComparer.Ordinal) { ["LC_ALL"] = "C.UTF-8" },
                Health = (plan.Port(ClusterPort.Patroni, number), "/health"),
            };
        }
    }

    /// <summary>Connection string of a database's own login, or of the superuser: all servers, of which clients take the one that takes writes.</summary>
    public static string Address(ClusterPlan plan, string database, string? login = null) =>
        $"Host={plan.Addresses(ClusterPort.Postgres)};Host Recheck Seconds=1;Database={database};Username={login ?? "postgres"};Password={plan.Secret(login ?? "postgres")}";

    /// <summary>Creates what is missing of the databases, each with a login of its own, on the server that takes writes; ends when it is done.</summary>
    public static ClusterNode Databases(ClusterPlan plan, IEnumerable<string> names)
    {
        var folder = plan.Folder("databases");
        var passwords = PrivateFile.Write(Path.Combine(folder, "pgpass"), $"*:*:*:postgres:{plan.Secret("postgres")}\n");
        var statements = PrivateFile.Write(Path.Combine(folder, "create.sql"), string.Concat(names.Select(name => $"""
            set log_min_error_statement = panic;
            select 'create role {name} login password ''{plan.Secret(name)}''' where not exists (select from pg_roles where rolname = '{name}') \gexec
            select 'create database {name} owner {name}' where not exists (select from pg_database where datname = '{name}') \gexec
            revoke connect, temporary on database {name} from public;

            """)));
        var servers = string.Join(',', ClusterPlan.Numbers.Select(_ => "127.0.0.1"));
        var ports = string.Join(',', ClusterPlan.Numbers.Select(n => plan.Port(ClusterPort.Postgres, n)));
        return new ClusterNode("databases", "sh", "-c", Create, statements,
            $"host={servers} port={ports} user=postgres dbname=postgres passfile='{passwords}' target_session_attrs=read-write connect_timeout=5");
    }

    private static string Settings(ClusterPlan plan, string name, string folder, int number) => $"""
        scope: egov
        name: {name}
        restapi:
          listen: 127.0.0.1:{plan.Port(ClusterPort.Patroni, number)}
          connect_address: 127.0.0.1:{plan.Port(ClusterPort.Patroni, number)}
        etcd3:
          hosts: {plan.Addresses(ClusterPort.EtcdClient)}
        bootstrap:
          dcs:
            # A dead leader keeps its key for ttl seconds at most; a living one may be out of touch for loop_wait + 2 * retry_timeout.
            ttl: 8
            loop_wait: 1
            retry_timeout: 3
            # Who has confirmed every commit takes over, nobody else; without such a standby there are no commits.
            synchronous_mode: true
            synchronous_mode_strict: true
            postgresql:
              use_pg_rewind: true
              parameters:
                max_connections: 300
                jit: 'off'
          initdb:
            - encoding: UTF8
            - locale: C.UTF-8
        postgresql:
          listen: 127.0.0.1:{plan.Port(ClusterPort.Postgres, number)}
          connect_address: 127.0.0.1:{plan.Port(ClusterPort.Postgres, number)}
          data_dir: {Path.Combine(folder, "data")}
          bin_dir: {Programs()}
          pgpass: {Path.Combine(folder, "pgpass")}
          authentication:
            superuser: &superuser
              username: postgres
              password: {plan.Secret("postgres")}
            rewind: *superuser
            replication:
              username: replicator
              password: {plan.Secret("replicator")}
          parameters:
            unix_socket_directories: ''
          pg_hba:
            - host all all 127.0.0.1/32 scram-sha-256
            - host replication replicator 127.0.0.1/32 scram-sha-256
          # What a returning server has and the others have not was never acknowledged.
          remove_data_directory_on_rewind_failure: true
          remove_data_directory_on_diverged_timelines: true

        """;

    // Debian keeps the programs of each version apart and none of the servers' on the path.
    private static string Programs() =>
        Directory.GetDirectories("/usr/lib/postgresql").Order(StringComparer.Ordinal).Select(version => Path.Combine(version, "bin")).LastOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
        ?? throw new FileNotFoundException("PostgreSQL's programs were not found; on Debian: apt-get install postgresql-15.");
}
