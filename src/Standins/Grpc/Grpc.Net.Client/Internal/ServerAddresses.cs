using Grpc.Core;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Net.Client.Internal;

/// <summary>Where a channel's calls may go, in the order to try. An address that cannot be reached goes last for a while.</summary>
internal sealed class ServerAddresses : IDisposable
{
    private readonly bool roundRobin;
    private readonly TimeSpan downTime;
    private readonly Resolver? resolver;
    private volatile Server[] servers;
    private Status? failure;
    private int next = -1;

    /// <summary>One address.</summary>
    public ServerAddresses(Uri address)
    {
        servers = [new Server(address)];
    }

    /// <summary>The addresses a resolver finds.</summary>
    public ServerAddresses(ResolverFactory factory, Uri address, bool secure, ServiceConfig? config, TimeSpan downTime)
    {
        servers = [];
        this.downTime = downTime;
        roundRobin = config?.LoadBalancingConfigs.FirstOrDefault(c => c is PickFirstConfig or RoundRobinConfig) is RoundRobinConfig;
        resolver = factory.Create(new ResolverOptions(address, secure ? 443 : 80));
        var scheme = secure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        resolver.Start(result =>
        {
            failure = result.Status.StatusCode == StatusCode.OK ? null : result.Status;
            if (result.Addresses is { } found)
            {
                servers = [.. found.Select(a => new Server(new UriBuilder(scheme, a.EndPoint.Host, a.EndPoint.Port).Uri))];
            }
        });
    }

    /// <exception cref="InvalidOperationException">No resolver of the scheme was added to the services.</exception>
    public static ResolverFactory Factory(IServiceProvider? services, string scheme) =>
        services?.GetServices<ResolverFactory>().LastOrDefault(f => string.Equals(f.Name, scheme, StringComparison.OrdinalIgnoreCase))
        ?? throw new InvalidOperationException($"No address resolver configured for the scheme '{scheme}'.");

    /// <summary>Sends one request to the first address that takes a connection.</summary>
    /// <param name="send">Sends to an address. Failing to connect has sent nothing, so another address may be tried.</param>
    public async Task<HttpResponseMessage> SendAsync(Func<Uri, Task<HttpResponseMessage>> send)
    {
        var now = Environment.TickCount64;
        var all = servers;
        if (all.Length == 0)
        {
            throw new RpcException(failure ?? new Status(StatusCode.Unavailable, "The service has no address."));
        }

        var start = roundRobin ? (int)((uint)Interlocked.Increment(ref next) % (uint)all.Length) : 0;
        var order = Enumerable.Range(0, all.Length).Select(i => all[(start + i) % all.Length]).OrderBy(s => s.DownUntil > now).ToList();
        for (var i = 0; ; i++)
        {
            try
            {
                var response = await send(order[i].Address).ConfigureAwait(false);
                order[i].DownUntil = 0;
                return response;
            }
            catch (HttpRequestException e) when (CallResponse.IsConnectFailure(e))
            {
                order[i].DownUntil = Environment.TickCount64 + (long)downTime.TotalMilliseconds;
                resolver?.Refresh();
                if (i == order.Count - 1)
                {
                    throw;
                }
            }
        }
    }

    public void Dispose() => resolver?.Dispose();

    private sealed class Server(Uri address)
    {
        private long downUntil;

        public Uri Address => address;

        public long DownUntil
        {
            get => Volatile.Read(ref downUntil);
            set => Volatile.Write(ref downUntil, value);
        }
    }
}
