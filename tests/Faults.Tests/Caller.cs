using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Faults.Tests;

/// <summary>A correct client: it has both gateways, a deadline for each call, and repeats what was not answered with the same request id.</summary>
internal sealed class Caller : IDisposable
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    /// <summary>Long enough for every fault to be mended.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly List<GrpcChannel> channels;
    private readonly History history;
    private readonly Random random;

    public Caller(Site site, History history, Random random)
    {
        (this.history, this.random) = (history, random);
        // Where faults are drawn a client may be at the wrong gateway; where one is replaced in order, clients know both.
        var ports = site.Gateways.Select(g => site.PortOf(g, "grpc")).ToArray();
        channels = site.Linked ? [.. ports.Select(p => Channel($"http://127.0.0.1:{p}"))] : [Channel("static:///gateways", ports)];
    }

    /// <summary>Calls until there is an answer that a repetition would not change; now and then walks away in the middle and comes back.</summary>
    /// <exception cref="RpcException">The answer is an error that stays.</exception>
    public async Task<T> CallAsync<T>(string call, Func<CallInvoker, CallOptions, AsyncUnaryCall<T>> send)
    {
        var end = DateTime.UtcNow + Patience;
        while (true)
        {
            history.Called();
            using var leaving = new CancellationTokenSource();
            if (random.Next(20) == 0)
            {
                leaving.CancelAfter(random.Next(1, 40));
            }

            try
            {
                var invoker = channels[random.Next(channels.Count)].CreateCallInvoker();
                return await send(invoker, new CallOptions(deadline: DateTime.UtcNow + Deadline, cancellationToken: leaving.Token)).ResponseAsync;
            }
            catch (RpcException e) when (e.StatusCode is StatusCode.Unavailable or StatusCode.DeadlineExceeded or StatusCode.Cancelled or StatusCode.ResourceExhausted && DateTime.UtcNow < end)
            {
                history.Refused(call, e);
                await Task.Delay(random.Next(20, 200));
            }
            catch (RpcException e)
            {
                history.Refused(call, e);
                throw;
            }
        }
    }

    public CallInvoker Any() => channels[random.Next(channels.Count)].CreateCallInvoker();

    public void Dispose() => channels.ForEach(c => c.Dispose());

    /// <param name="address">Where the calls go.</param>
    /// <param name="ports">What a static address stands for; a call goes to the next if one takes no connection.</param>
    private static GrpcChannel Channel(string address, params int[] ports) => GrpcChannel.ForAddress(address, new GrpcChannelOptions
    {
        HttpHandler = new BearerHandler(TestIssuer.Token(Role.Editor, Role.Approver, Role.Auditor), new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) }),
        DisposeHttpClient = true,
        Credentials = ChannelCredentials.Insecure,
        ServiceProvider = new ServiceCollection().AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => ports.Select(p => new BalancerAddress("127.0.0.1", p)))).BuildServiceProvider(),
        ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { new RoundRobinConfig() } },
    });
}
