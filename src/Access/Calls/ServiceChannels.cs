using System.Collections.Concurrent;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>One channel per other service, over all the addresses its `grpc` endpoint is configured with. Services only read from each other.</summary>
/// <param name="configuration">Names the addresses.</param>
/// <param name="tls">Shows who calls, where the addresses are https.</param>
public sealed class ServiceChannels(IConfiguration configuration, MutualTls? tls = null) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<GrpcChannel>> channels = new(StringComparer.Ordinal);

    /// <summary>Starts calls to a service; null when its address is not configured.</summary>
    public CallInvoker? Find(string service) =>
        configuration[$"services:{service}:grpc:0"] is { Length: > 0 }
            ? channels.GetOrAdd(service, s => new(() => Open(s))).Value.CreateCallInvoker()
            : null;

    public void Dispose()
    {
        foreach (var channel in channels.Values.Where(c => c.IsValueCreated))
        {
            channel.Value.Dispose();
        }
    }

    private GrpcChannel Open(string service)
    {
        var addresses = configuration.ServiceAddresses(service, "grpc");
        var resolvers = new ServiceCollection().AddSingleton<ResolverFactory>(
            new StaticResolverFactory(_ => addresses.Select(a => new BalancerAddress(a.Host, a.Port))));
        return GrpcChannel.ForAddress($"static:///{service}", new GrpcChannelOptions
        {
            Credentials = addresses[0].Scheme == Uri.UriSchemeHttps ? ChannelCredentials.SecureSsl : ChannelCredentials.Insecure,
            ServiceProvider = resolvers.BuildServiceProvider(),
            HttpHandler = tls?.Call(Handler(), service) ?? Handler(),
            DisposeHttpClient = true,
            ServiceConfig = Config(),
        });
    }

    // A connection that has gone silent is found out in seconds, not when TCP gives up.
    private static SocketsHttpHandler Handler() => new()
    {
        EnableMultipleHttp2Connections = true,
        ConnectTimeout = TimeSpan.FromSeconds(3),

        // Behind one address there may be many replicas, and new ones.
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        KeepAlivePingDelay = TimeSpan.FromSeconds(3),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(2),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
    };

    // One more try, soon: callers have short deadlines and know what to do without an answer.
    private static ServiceConfig Config() => new()
    {
        LoadBalancingConfigs = { new RoundRobinConfig() },
        MethodConfigs =
        {
            new MethodConfig
            {
                Names = { MethodName.Default },
                RetryPolicy = new RetryPolicy
                {
                    MaxAttempts = 2,
                    InitialBackoff = TimeSpan.FromMilliseconds(50),
                    MaxBackoff = TimeSpan.FromMilliseconds(50),
                    BackoffMultiplier = 1,
                    RetryableStatusCodes = { StatusCode.Unavailable },
                },
            },
        },
    };
}
