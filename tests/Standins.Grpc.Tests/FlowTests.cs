using System.Net;
using System.Net.Sockets;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>What connections do under load and silence.</summary>
public sealed class FlowTests
{
    private static readonly ByteString Block = ByteString.CopyFrom(new byte[64 * 1024]);

    [Fact]
    public async Task A_server_waits_for_a_client_that_does_not_read()
    {
        var flow = new Flow();
        await using var server = await StartAsync(flow);
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest());
        var sent = await flow.Blocked.Task.WaitAsync(Patience);

        var received = await call.ResponseStream.ReadAllAsync().CountAsync();
        Assert.Equal(sent + 1, received);
    }

    [Fact]
    public async Task A_client_waits_for_a_server_that_does_not_read()
    {
        var flow = new Flow();
        await using var server = await StartAsync(flow);
        using var channel = server.Channel();
        using var call = channel.Client().Chat();
        var (sent, write) = (0, Task.CompletedTask);
        // What is not stored somewhere on the way within a second will not be before somebody reads.
        while (await Task.WhenAny(write, Task.Delay(TimeSpan.FromSeconds(1))) == write)
        {
            Assert.True(sent < 10_000, "the client never had to wait");
            write = call.RequestStream.WriteAsync(new EchoRequest { Payload = Block });
            sent++;
        }

        flow.Read.TrySetResult();
        await write.WaitAsync(Patience);
        await call.RequestStream.CompleteAsync();
        Assert.Equal([sent.ToString(System.Globalization.CultureInfo.InvariantCulture)], await call.ResponseStream.ReadAllAsync().Select(m => m.Text).ToListAsync());
    }

    [Fact]
    public async Task More_calls_than_a_connection_takes_open_another()
    {
        const int Calls = 7;
        var flow = new Flow { Expected = Calls };
        await using var server = await StartAsync(flow, streams: 2);
        using var channel = server.Channel();
        var calls = Enumerable.Range(0, Calls).Select(_ => channel.Client().EchoAsync(new EchoRequest()).ResponseAsync).ToList();

        // All are in at once; on one connection the third would wait for the first.
        await flow.AllEntered.Task.WaitAsync(Patience);
        flow.Read.TrySetResult();
        await Task.WhenAll(calls).WaitAsync(Patience);
    }

    [Fact]
    public async Task A_silent_connection_is_noticed_by_its_pings()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        // The least that HTTP/2 needs to send a call: empty settings, and their acknowledgement.
        var peer = Task.Run(async () =>
        {
            using var connection = await silent.AcceptTcpClientAsync();
            var stream = connection.GetStream();
            await stream.WriteAsync(new byte[] { 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 4, 1, 0, 0, 0, 0 });
            var buffer = new byte[4096];
            while (await stream.ReadAsync(buffer) > 0)
            {
            }
        });
        using var handler = new SocketsHttpHandler { KeepAlivePingDelay = TimeSpan.FromSeconds(1), KeepAlivePingTimeout = TimeSpan.FromSeconds(1) };
        using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}", new GrpcChannelOptions { HttpHandler = handler });

        var e = await FailsAsync(StatusCode.Internal, () => channel.Client().EchoAsync(new EchoRequest()).ResponseAsync);
        Assert.Contains("ping", e.Status.Detail, StringComparison.Ordinal);
        await peer.WaitAsync(Patience);
    }

    private static Task<PeerServer> StartAsync(Flow flow, int? streams = null) => PeerServer.StartAsync(
        s =>
        {
            s.AddSingleton(flow);
            s.Configure<KestrelServerOptions>(k => k.Limits.Http2.MaxStreamsPerConnection = streams ?? k.Limits.Http2.MaxStreamsPerConnection);
        },
        app => Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions.MapGrpcService<FlowService>(app));

    private sealed class Flow
    {
        public int Entered;

        public int Expected { get; init; }

        public TaskCompletionSource<int> Blocked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource AllEntered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Read { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class FlowService(Flow flow) : PeerService.PeerServiceBase
    {
        public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
        {
            if (Interlocked.Increment(ref flow.Entered) == flow.Expected)
            {
                flow.AllEntered.TrySetResult();
            }

            await flow.Read.Task;
            return new EchoResponse();
        }

        // Writes until a write has to wait, then one more.
        public override async Task Count(CountRequest request, IServerStreamWriter<CountResponse> responseStream, ServerCallContext context)
        {
            for (var sent = 1; ; sent++)
            {
                var message = new CountResponse { Number = sent };
                var write = responseStream.WriteAsync(message);
                if (!write.IsCompleted)
                {
                    flow.Blocked.TrySetResult(sent);
                    await write;
                    await responseStream.WriteAsync(message);
                    return;
                }
            }
        }

        public override async Task Chat(IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoResponse> responseStream, ServerCallContext context)
        {
            await flow.Read.Task;
            var read = await requestStream.ReadAllAsync().CountAsync();
            await responseStream.WriteAsync(new EchoResponse { Text = read.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        }
    }
}
