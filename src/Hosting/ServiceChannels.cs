using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Hosting;

/// <summary>One channel per other service, at the address its `grpc` endpoint is configured with.</summary>
public sealed class ServiceChannels(IConfiguration configuration) : IDisposable
{
    private readonly ConcurrentDictionary<string, GrpcChannel> channels = new(StringComparer.Ordinal);

    /// <summary>Starts calls to a service; null when its address is not configured.</summary>
    public CallInvoker? Find(string service) =>
        configuration[$"services:{service}:grpc:0"] is { Length: > 0 }
            ? channels.GetOrAdd(service, s => GrpcChannel.ForAddress(configuration.ServiceAddress(s, "grpc"))).CreateCallInvoker()
            : null;

    public void Dispose()
    {
        foreach (var channel in channels.Values)
        {
            channel.Dispose();
        }
    }
}
