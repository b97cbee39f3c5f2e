using System.Collections;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks speak for which service.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>The service named "" stands for the server and includes all checks unless mapped otherwise.</summary>
    public ServiceMappingCollection Services { get; } = [];

    /// <summary>Whether Check answers from the results last published in place of running the checks. Off by default.</summary>
    public bool UseHealthChecksCache { get; set; }

    /// <summary>Whether Watch goes on while the server stops in place of ending with NOT_SERVING. Off by default.</summary>
    public bool SuppressCompletionOnShutdown { get; set; }
}

/// <summary>Services by name, each with the checks that speak for it.</summary>
public sealed class ServiceMappingCollection : IEnumerable<ServiceMapping>
{
    private readonly Dictionary<string, ServiceMapping> mappings = new(StringComparer.Ordinal);

    /// <summary>Maps a service, in place of what it was mapped to.</summary>
    public void Map(string name, Func<HealthCheckMapContext, bool> predicate) => mappings[name] = new ServiceMapping(name, predicate);

    public void Clear() => mappings.Clear();

    public IEnumerator<ServiceMapping> GetEnumerator() => mappings.Values.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal ServiceMapping? Find(string name) => mappings.GetValueOrDefault(name);
}

/// <summary>A service and the checks that speak for it.</summary>
public sealed class ServiceMapping(string name, Func<HealthCheckMapContext, bool> healthCheckPredicate)
{
    public string Name { get; } = name ?? throw new ArgumentNullException(nameof(name));

    public Func<HealthCheckMapContext, bool> HealthCheckPredicate { get; } = healthCheckPredicate ?? throw new ArgumentNullException(nameof(healthCheckPredicate));
}

/// <summary>A health check to be mapped.</summary>
public sealed class HealthCheckMapContext(string name, IEnumerable<string> tags)
{
    public string Name { get; } = name;

    public IEnumerable<string> Tags { get; } = tags;
}
