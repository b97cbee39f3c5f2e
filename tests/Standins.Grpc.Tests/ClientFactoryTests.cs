using System.Globalization;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.Peer.PeerService;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Clients from services: by type, by name, with credentials, in a call.</summary>
public sealed class ClientFactoryTests
{
    [Fact]
    public async Task Injected_client_calls_its_address()
    {
        await using var server = await PeerServer.StartAsync();
        await using var services = new ServiceCollection().AddGrpcClient<PeerServiceClient>(o => o.Address = server.Address).Services.BuildServiceProvider(validateScopes: true);
        var answer = await services.GetRequiredService<PeerServiceClient>().EchoAsync(new EchoRequest { Text = "injected" });
        Assert.Equal("injected", answer.Text);
    }

    [Fact]
    public async Task Named_clients_have_their_own_options()
    {
        await using var server = await PeerServer.StartAsync();
        var collection = new ServiceCollection();
        collection.AddGrpcClient<PeerServiceClient>("small", o => o.Address = server.Address).ConfigureChannel(o => o.MaxReceiveMessageSize = 5);
        collection.AddGrpcClient<PeerServiceClient>("large", o => o.Address = server.Address);
        await using var services = collection.BuildServiceProvider();
        var factory = services.GetRequiredService<GrpcClientFactory>();

        await FailsAsync(StatusCode.ResourceExhausted, async () => await factory.CreateClient<PeerServiceClient>("small").EchoAsync(new EchoRequest { Text = "longer" }));
        Assert.Equal("longer", (await factory.CreateClient<PeerServiceClient>("large").EchoAsync(new EchoRequest { Text = "longer" })).Text);
        Assert.Throws<InvalidOperationException>(() => factory.CreateClient<PeerServiceClient>("none"));
    }

    [Fact]
    public async Task Address_is_needed()
    {
        await using var services = new ServiceCollection().AddGrpcClient<PeerServiceClient>().Services.BuildServiceProvider();
        Assert.Contains("address", Assert.Throws<InvalidOperationException>(services.GetRequiredService<PeerServiceClient>).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_credentials_come_from_the_scope()
    {
        await using var server = await PeerServer.StartAsync();
        var collection = new ServiceCollection();
        collection.AddScoped<Caller>();
        collection.AddGrpcClient<PeerServiceClient>(o => o.Address = server.Address)
            .ConfigureChannel(o => o.UnsafeUseInsecureChannelCallCredentials = true)
            .AddCallCredentials((context, metadata, scope) =>
            {
                metadata.Add("x-caller", scope.GetRequiredService<Caller>().Name + "@" + context.MethodName);
                return Task.CompletedTask;
            });
        await using var services = collection.BuildServiceProvider(validateScopes: true);
        foreach (var name in new[] { "Anna", "Bela" })
        {
            await using var scope = services.CreateAsyncScope();
            scope.ServiceProvider.GetRequiredService<Caller>().Name = name;
            using var call = scope.ServiceProvider.GetRequiredService<PeerServiceClient>().EchoAsync(new EchoRequest { Behavior = "headers" });
            Assert.Equal(name + "@Echo", (await call.ResponseHeadersAsync).GetValue("x-caller"));
        }
    }

    [Fact]
    public async Task Call_credentials_stay_off_open_connections()
    {
        await using var server = await PeerServer.StartAsync();
        var credentials = CallCredentials.FromInterceptor((_, metadata) =>
        {
            metadata.Add("x-secret", "1");
            return Task.CompletedTask;
        });
        using var channel = server.Channel();
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "headers" }, new CallOptions(credentials: credentials));
        Assert.Null((await call.ResponseHeadersAsync).GetValue("x-secret"));
        Assert.Throws<InvalidOperationException>(() => server.Channel(o => o.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials)));
        Assert.Throws<InvalidOperationException>(() => server.Channel(o => o.Credentials = ChannelCredentials.SecureSsl));

        using var unsafeChannel = server.Channel(o =>
        {
            o.Credentials = ChannelCredentials.Create(ChannelCredentials.Insecure, credentials);
            o.UnsafeUseInsecureChannelCallCredentials = true;
        });
        using var trusting = unsafeChannel.Client().EchoAsync(new EchoRequest { Behavior = "headers" });
        Assert.Equal("1", (await trusting.ResponseHeadersAsync).GetValue("x-secret"));
    }

    [Fact]
    public async Task Interceptors_are_added_in_order()
    {
        await using var server = await PeerServer.StartAsync();
        var collection = new ServiceCollection();
        collection.AddGrpcClient<PeerServiceClient>(o => o.Address = server.Address)
            .AddInterceptor(() => new Append("1"))
            .AddInterceptor(InterceptorScope.Client, _ => new Append("0"))
            .AddInterceptor(() => new Append("2"));
        await using var services = collection.BuildServiceProvider();
        Assert.Equal("012", (await services.GetRequiredService<PeerServiceClient>().EchoAsync(new EchoRequest())).Text);
    }

    [Fact]
    public async Task Calls_take_over_the_deadline_of_the_call_served()
    {
        await using var back = await PeerServer.StartAsync();
        await using var front = await StartForwarderAsync(back);
        using var channel = front.Channel();
        var due = DateTime.UtcNow.AddMinutes(3);
        var text = (await channel.Client().EchoAsync(new EchoRequest { Behavior = "context" }, deadline: due)).Text.Split('|')[3];
        Assert.InRange(DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), due.AddSeconds(-30), due.AddSeconds(30));
    }

    [Fact]
    public async Task Calls_take_over_the_cancellation_of_the_call_served()
    {
        await using var back = await PeerServer.StartAsync();
        await using var front = await StartForwarderAsync(back);
        using var channel = front.Channel();
        using var source = new CancellationTokenSource();
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "wait" }, cancellationToken: source.Token);
        await back.Observations.Entered.Task.WaitAsync(Patience);
        await source.CancelAsync();
        await back.Observations.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Propagation_outside_a_call_is_an_error()
    {
        await using var services = new ServiceCollection().AddGrpcClient<PeerServiceClient>(o => o.Address = new Uri("http://127.0.0.1:1"))
            .EnableCallContextPropagation().Services.BuildServiceProvider();
        Assert.Throws<InvalidOperationException>(() => services.GetRequiredService<PeerServiceClient>().EchoAsync(new EchoRequest()));
    }

    private static Task<PeerServer> StartForwarderAsync(PeerServer back) => PeerServer.StartAsync(
        s => s.AddGrpcClient<PeerServiceClient>(o => o.Address = back.Address).EnableCallContextPropagation(),
        app => app.MapGrpcService<Forwarder>());

    private sealed class Caller
    {
        public string Name { get; set; } = "";
    }

    private sealed class Forwarder(PeerServiceClient next) : PeerServiceBase
    {
        public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) => await next.EchoAsync(request);
    }

    private sealed class Append(string text) : Interceptor
    {
        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            ((EchoRequest)(object)request).Text += text;
            return continuation(request, context);
        }
    }
}
