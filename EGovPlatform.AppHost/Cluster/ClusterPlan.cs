using System.Globalization;

namespace EGovPlatform.AppHost.Cluster;

/// <summary>Where the cluster of one machine has its files and ports. Nothing in it listens anywhere but on 127.0.0.1.</summary>
/// <param name="folder">Where all nodes keep what they have.</param>
/// <param name="firstPort">The first of <see cref="Ports"/> ports in a row.</param>
/// <param name="secret">The secret of a name, the same in every run.</param>
internal sealed class ClusterPlan(string folder, int firstPort, Func<string, string> secret)
{
    /// <summary>How many ports are taken.</summary>
    public const int Ports = 30;

    private const int Nodes = 3;

    /// <summary>Nodes of each kind: the fewest of which one may go.</summary>
    public static IReadOnlyList<int> Numbers { get; } = [.. Enumerable.Range(1, Nodes)];

    /// <summary>The port for a purpose of a node.</summary>
    public int Port(ClusterPort purpose, int number) => firstPort + ((int)purpose * Nodes) + number - 1;

    /// <summary>The addresses of all nodes for a purpose, separated by commas.</summary>
    public string Addresses(ClusterPort purpose, string prefix = "") =>
        string.Join(',', Numbers.Select(n => string.Create(CultureInfo.InvariantCulture, $"{prefix}127.0.0.1:{Port(purpose, n)}")));

    public string Secret(string name) => secret(name);

    /// <summary>A node's own folder, made when it is missing; only its owner may look into it.</summary>
    public string Folder(string name)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(path);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return path;
    }
}

/// <summary>What a port is for; each takes as many in a row as there are nodes.</summary>
internal enum ClusterPort
{
    EtcdClient,
    EtcdPeer,
    Postgres,
    Patroni,
    Rabbit,
    RabbitPeer,
    RabbitMetrics,
    RabbitNames,
    Redis,
    Sentinel,
}
