using System.Net;
using System.Net.Sockets;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Balancer;
using Grpc.Net.Client.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Channels with several addresses, some of which nobody answers, and calls that wait for one.</summary>
public sealed class BalancingTests
{
    [Fact]
    public async Task Round_robin_takes_turns()
    {
        await using var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        using var channel = Channel(new RoundRobinConfig(), one.Address, two.Address);

        var answers = await NamesAsync(channel, 10);

        Assert.Equal(5, answers.Count(a => a == "one"));
        Assert.Equal(5, answers.Count(a => a == "two"));
    }

    [Fact]
    public async Task Pick_first_stays_and_moves_on_when_it_must()
    {
        var one = await StartAsync("one");
        await using var two = await StartAsync("two");
        using var channel = Channel(new PickFirstConfig(), one.Address, two.Address);

        var before = await NamesAsync(channel, 4);
        await one.DisposeAsync();
        await OverAsync(channel);
        var after = await NamesAsync(channel, 4);

        Assert.All(before, a => Assert.Equal("one", a));
        Assert.All(after, a => Assert.Equal("two", a));
    }

    [Fact]
    public async Task Round_robin_leaves_out_who_does_not_answer()
    {
        await using var one = await StartAsync("one");
        using var channel = Channel(new RoundRobinConfig(), Unused(), one.Address, Unused());

        Assert.All(await NamesAsync(channel, 6), a => Assert.Equal("one", a));
    }

    [Fact]
    public async Task Nobody_anywhere_is_unavailable()
    {
        using var channel = Channel(new RoundRobinConfig(), Unused(), Unused());
        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
        using var empty = Channel(new PickFirstConfig());
        await FailsAsync(StatusCode.Unavailable, async () => await empty.Client().EchoAsync(new EchoRequest()));
    }

    [Fact]
    public async Task A_call_may_wait_until_somebody_is_there()
    {
        var address = Unused();
        using var channel = Channel(new PickFirstConfig(), address);
        var waiting = channel.Client().EchoAsync(new EchoRequest { Text = "at last" }, new CallOptions().WithWaitForReady()).ResponseAsync;
        using var chat = channel.Client().Chat(new CallOptions().WithWaitForReady());
        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
        Assert.False(waiting.IsCompleted);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, address.Port, l => l.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http2));
        builder.Services.AddSingleton<Observations>().AddGrpc();
        await using var app = builder.Build();
        app.MapGrpcService<PeerImplementation>();
        await app.StartAsync(TestContext.Current.CancellationToken);

        Assert.Equal("at last", (await waiting.WaitAsync(Patience)).Text);
        await chat.RequestStream.WriteAsync(new EchoRequest { Text = "me too" }, TestContext.Current.CancellationToken).WaitAsync(Patience);
        Assert.True(await chat.ResponseStream.MoveNext().WaitAsync(Patience));
    }

    [Fact]
    public async Task Waiting_ends_with_the_deadline()
    {
        using var channel = Channel(new PickFirstConfig(), Unused());
        await FailsAsync(StatusCode.DeadlineExceeded, async () =>
            await channel.Client().EchoAsync(new EchoRequest(), new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(200)).WithWaitForReady()));
    }

    [Fact]
    public void A_scheme_nobody_resolves_is_refused()
    {
        var options = new GrpcChannelOptions { Credentials = ChannelCredentials.Insecure };
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress("static:///peers", options));
        Assert.Throws<InvalidOperationException>(() => GrpcChannel.ForAddress("static:///peers"));
    }

    private static Task<PeerServer> StartAsync(string name) =>
        PeerServer.StartAsync(s => s.AddSingleton(name), app => app.MapGrpcService<NamedService>());

    private static GrpcChannel Channel(LoadBalancingConfig policy, params Uri[] addresses) => GrpcChannel.ForAddress("static:///peers", new GrpcChannelOptions
    {
        Credentials = ChannelCredentials.Insecure,
        ServiceProvider = new ServiceCollection()
            .AddSingleton<ResolverFactory>(new StaticResolverFactory(_ => addresses.Select(a => new BalancerAddress(a.Host, a.Port))))
            .BuildServiceProvider(),
        ServiceConfig = new ServiceConfig { LoadBalancingConfigs = { policy } },
        InitialReconnectBackoff = TimeSpan.FromMilliseconds(50),
        MaxReconnectBackoff = TimeSpan.FromMilliseconds(200),
    });

    // A call may meet the old connection while it closes: then it is UNAVAILABLE, and nothing else.
    private static async Task OverAsync(GrpcChannel channel)
    {
        try
        {
            await NamesAsync(channel, 1);
        }
        catch (RpcException e)
        {
            Assert.Equal(StatusCode.Unavailable, e.StatusCode);
        }
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(GrpcChannel channel, int calls)
    {
        var names = new List<string>();
        for (var i = 0; i < calls; i++)
        {
            names.Add((await channel.Client().EchoAsync(new EchoRequest()).ResponseAsync.WaitAsync(Patience)).Text);
        }

        return names;
    }

    private static Uri Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
    }

    private sealed class NamedService(string name) : PeerService.PeerServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) => Task.FromResult(new EchoResponse { Text = name });
    }
}
