using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client.Balancer;

/// <summary>Finds the addresses a service has.</summary>
public abstract class Resolver : IDisposable
{
    /// <summary>Begins to look. The listener is told at least once, and again with each change.</summary>
    public abstract void Start(Action<ResolverResult> listener);

    /// <summary>Looks again because a connection failed.</summary>
    public virtual void Refresh()
    {
    }

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>Makes resolvers for addresses of one scheme.</summary>
public abstract class ResolverFactory
{
    /// <summary>The scheme, such as <c>dns</c>.</summary>
    public abstract string Name { get; }

    public abstract Resolver Create(ResolverOptions options);
}

/// <summary>What a resolver is to look for.</summary>
public sealed class ResolverOptions
{
    internal ResolverOptions(Uri address, int defaultPort)
    {
        Address = address;
        DefaultPort = defaultPort;
    }

    /// <summary>The address of the channel.</summary>
    public Uri Address { get; }

    /// <summary>80 or, with TLS, 443.</summary>
    public int DefaultPort { get; }
}

/// <summary>What a resolver found.</summary>
public sealed class ResolverResult
{
    private ResolverResult(Status status, IReadOnlyList<BalancerAddress>? addresses)
    {
        Status = status;
        Addresses = addresses;
    }

    public Status Status { get; }

    public IReadOnlyList<BalancerAddress>? Addresses { get; }

    public static ResolverResult ForResult(IReadOnlyList<BalancerAddress> addresses) => new(Status.DefaultSuccess, addresses);

    public static ResolverResult ForFailure(Status status) => new(status, null);
}

/// <summary>One address of a service.</summary>
public sealed class BalancerAddress(DnsEndPoint endPoint)
{
    public BalancerAddress(string host, int port) : this(new DnsEndPoint(host, port))
    {
    }

    public DnsEndPoint EndPoint { get; } = endPoint ?? throw new ArgumentNullException(nameof(endPoint));
}
