namespace EGovPlatform.AppHost.Cluster;

/// <summary>One program of the cluster, as it is started. Its folders and files are there already; it keeps its ports over restarts.</summary>
/// <param name="Name">Its name among the resources, such as <c>rabbitmq-2</c>.</param>
internal sealed record ClusterNode(string Name, string Program, params IReadOnlyList<string> Arguments)
{
    /// <summary>Variables over the inherited environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Where it answers 200 over HTTP once it is up; null when it speaks no HTTP.</summary>
    public (int Port, string Path)? Health { get; init; }
}
