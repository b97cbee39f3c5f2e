using System.Globalization;
using System.Net.Sockets;

namespace Aspire.Hosting.ApplicationModel;

/// <summary>A place where a resource listens. There is no proxy in between: the allocated port is the process's own.</summary>
public sealed class EndpointAnnotation : IResourceAnnotation
{
    public EndpointAnnotation(
        ProtocolType protocol,
        string? uriScheme = null,
        string? transport = null,
        string? name = null,
        int? port = null,
        int? targetPort = null,
        bool? isExternal = null,
        bool isProxied = true)
    {
        Protocol = protocol;
        UriScheme = uriScheme ?? "tcp";
        Transport = transport ?? UriScheme;
        Name = name ?? UriScheme;
        Port = port;
        TargetPort = targetPort;
        IsExternal = isExternal ?? false;
        IsProxied = isProxied;
    }

    public string Name { get; set; }

    public ProtocolType Protocol { get; set; }

    public string UriScheme { get; set; }

    public string Transport { get; set; }

    /// <summary>The port others use; null for one of our choice.</summary>
    public int? Port { get; set; }

    public int? TargetPort { get; set; }

    public bool IsExternal { get; set; }

    public bool IsProxied { get; set; }

    /// <summary>The variable that tells the process its port; null when its Kestrel configuration does.</summary>
    internal string? PortVariable { get; set; }

    internal bool FromKestrel { get; init; }

    internal int AllocatedPort { get; set; }

    internal string Url => string.Create(CultureInfo.InvariantCulture, $"{UriScheme}://127.0.0.1:{AllocatedPort}");
}

/// <summary>An endpoint of a resource, known by name before it has a port.</summary>
public sealed class EndpointReference(IResourceWithEndpoints owner, string endpointName) : IValueProvider
{
    public IResourceWithEndpoints Resource { get; } = owner;

    public string EndpointName { get; } = endpointName;

    public bool Exists => Find() is not null;

    public bool IsAllocated => Find() is { AllocatedPort: > 0 };

    public string Host => "127.0.0.1";

    public int Port => Allocated().AllocatedPort;

    public string Scheme => Allocated().UriScheme;

    public string Url => Allocated().Url;

    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default) => new(Url);

    private EndpointAnnotation? Find() =>
        Resource.Annotations.OfType<EndpointAnnotation>().SingleOrDefault(e => string.Equals(e.Name, EndpointName, StringComparison.OrdinalIgnoreCase));

    private EndpointAnnotation Allocated() => Find() switch
    {
        null => throw new DistributedApplicationException($"{Resource.Name} has no endpoint {EndpointName}."),
        { AllocatedPort: 0 } => throw new InvalidOperationException($"The endpoint {EndpointName} of {Resource.Name} has no port before the application starts."),
        var found => found,
    };
}

public static class ResourceExtensions
{
    public static EndpointReference GetEndpoint(this IResourceWithEndpoints resource, string endpointName) => new(resource, endpointName);

    public static IEnumerable<EndpointReference> GetEndpoints(this IResourceWithEndpoints resource) =>
        resource.Annotations.OfType<EndpointAnnotation>().Select(e => new EndpointReference(resource, e.Name));
}
