using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Interceptors before all kinds of calls, on the server and on the client.</summary>
public sealed class InterceptorTests
{
    [Fact]
    public async Task Server_interceptors_see_every_kind_in_order()
    {
        await using var server = await StartAsync();
        using var channel = server.Channel();
        await CallAllAsync(channel.Client());
        Assert.Equal(
            from kind in new[] { "Unary", "ServerStreaming", "ClientStreaming", "DuplexStreaming" }
            from name in new[] { "all", "own" }
            select $"{name} {kind}",
            server.Observations.Intercepted);
    }

    [Fact]
    public async Task Interceptor_may_answer_itself()
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.Interceptors.Add<Refuse>("closed")));
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.PermissionDenied, async () => await channel.Client().EchoAsync(new EchoRequest()));
        Assert.Equal("closed", e.Status.Detail);
        Assert.Equal(0, server.Observations.ServicesMade);
    }

    [Fact]
    public async Task Interceptor_from_the_services_is_used()
    {
        await using var server = await PeerServer.StartAsync(s =>
        {
            s.AddScoped(_ => new Refuse("from the services"));
            s.AddGrpc(o => o.Interceptors.Add<Refuse>());
        });
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.PermissionDenied, async () => await channel.Client().EchoAsync(new EchoRequest()));
        Assert.Equal("from the services", e.Status.Detail);
    }

    [Fact]
    public void Only_interceptors_are_taken() =>
        Assert.Throws<ArgumentException>(() => new global::Grpc.AspNetCore.Server.InterceptorCollection().Add(typeof(string)));

    [Fact]
    public async Task Client_interceptors_see_every_kind()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var seen = new List<string>();
        await CallAllAsync(new PeerService.PeerServiceClient(channel.Intercept(new Watch(seen, "client"))));
        Assert.Equal(["client Unary", "client ServerStreaming", "client ClientStreaming", "client DuplexStreaming"], seen);
    }

    private static Task<PeerServer> StartAsync() => PeerServer.StartAsync(s => s
        .AddGrpc(o => o.Interceptors.Add<ObservedWatch>("all"))
        .AddServiceOptions<PeerImplementation>(o => o.Interceptors.Add<ObservedWatch>("own")));

    private static async Task CallAllAsync(PeerService.PeerServiceClient client)
    {
        await client.EchoAsync(new EchoRequest());
        using (var count = client.Count(new CountRequest()))
        {
            Assert.False(await count.ResponseStream.MoveNext());
        }

        using (var sum = client.Sum())
        {
            await sum.RequestStream.CompleteAsync();
            await sum;
        }

        using var chat = client.Chat();
        await chat.RequestStream.CompleteAsync();
        Assert.False(await chat.ResponseStream.MoveNext());
    }

    private sealed class ObservedWatch(Observations observations, string name) : Watch(observations.Intercepted, name);

    private sealed class Refuse(string why) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
            throw new RpcException(new Status(StatusCode.PermissionDenied, why));
    }

    private class Watch(List<string> seen, string name) : Interceptor
    {
        public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} Unary");
            return continuation(request, context);
        }

        public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} ServerStreaming");
            return continuation(request, responseStream, context);
        }

        public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} ClientStreaming");
            return continuation(requestStream, context);
        }

        public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} DuplexStreaming");
            return continuation(requestStream, responseStream, context);
        }

        public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Type}");
            return continuation(request, context);
        }

        public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Type}");
            return continuation(request, context);
        }

        public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Type}");
            return continuation(context);
        }

        public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
        {
            seen.Add($"{name} {context.Method.Type}");
            return continuation(context);
        }
    }
}
