using System.IO.Compression;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Compressed messages, both ways.</summary>
public sealed class CompressionTests
{
    private const string Echo = "/standins.peer.v1.PeerService/Echo";

    private static readonly EchoRequest Request = new() { Text = new string('x', 5000) };
    private static readonly Metadata AsksGzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    public async Task Both_sides_compress_and_read_compressed(string encoding)
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.ResponseCompressionAlgorithm = encoding));
        using var channel = server.Channel();
        using var call = channel.Client().EchoAsync(Request, new Metadata { { "grpc-internal-encoding-request", encoding } });
        using var chat = channel.Client().Chat(new Metadata { { "grpc-internal-encoding-request", encoding } });
        await chat.RequestStream.WriteAsync(Request, TestContext.Current.CancellationToken);
        await chat.RequestStream.CompleteAsync();

        Assert.Equal(Request.Text, (await call).Text);
        Assert.Equal(encoding, (await call.ResponseHeadersAsync).GetValue("grpc-encoding"));
        Assert.Equal(Request.Text, (await chat.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).SingleAsync()).Text);
    }

    [Theory]
    [InlineData("identity,gzip", 1)]
    [InlineData("deflate, gzip", 1)]
    [InlineData("deflate", 0)]
    [InlineData(null, 0)]
    public async Task Answers_are_compressed_for_those_who_accept_it(string? accept, int flag)
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.ResponseCompressionAlgorithm = "gzip"));

        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(Request), headers: accept is null ? [] : [("grpc-accept-encoding", accept)]);

        Assert.Equal("0", call.GrpcStatus);
        Assert.Equal(flag, call.Body[0]);
        Assert.True(flag == 0 ? call.Body.Length > 5000 : call.Body.Length < 200, $"{call.Body.Length} bytes");
    }

    [Fact]
    public async Task A_method_may_choose_for_its_own_answer()
    {
        await using var server = await PeerServer.StartAsync(map: app => Microsoft.AspNetCore.Builder.GrpcEndpointRouteBuilderExtensions.MapGrpcService<Chooser>(app));
        using var channel = server.Channel();
        using var call = channel.Client().EchoAsync(Request);
        var plain = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Behavior = "plain" }), headers: ("grpc-accept-encoding", "gzip"));

        await call;

        Assert.Equal("gzip", (await call.ResponseHeadersAsync).GetValue("grpc-encoding"));
        Assert.Null((await call.ResponseHeadersAsync).GetValue("grpc-internal-encoding-request"));
        Assert.Equal(0, plain.Body[0]);
    }

    [Fact]
    public async Task The_limit_counts_what_comes_out()
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.MaxReceiveMessageSize = 4000));
        using var channel = server.Channel();
        var bomb = RawCall.Frame(Gzip(new byte[64 * 1024 * 1024]), flag: 1);

        var failed = await FailsAsync(StatusCode.ResourceExhausted, async () => await channel.Client().EchoAsync(Request, AsksGzip));
        await using var roomy = await PeerServer.StartAsync();
        var raw = await RawCall.SendAsync(roomy, Echo, bomb, headers: ("grpc-encoding", "gzip"));

        Assert.Contains("decompressed", failed.Status.Detail, StringComparison.Ordinal);
        Assert.InRange(bomb.Length, 1, 1024 * 1024);
        Assert.Equal("8", raw.GrpcStatus);
    }

    [Fact]
    public async Task The_client_has_the_same_limit()
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.ResponseCompressionAlgorithm = "gzip"));
        using var channel = server.Channel(o => o.MaxReceiveMessageSize = 4000);

        await FailsAsync(StatusCode.ResourceExhausted, async () => await channel.Client().EchoAsync(Request));
    }

    [Theory]
    [InlineData(new byte[] { 1, 2, 3 })]
    [InlineData(new byte[] { 31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 255, 255, 255 })]
    public async Task What_is_not_gzip_is_an_error(byte[] payload)
    {
        await using var server = await PeerServer.StartAsync();

        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(payload, flag: 1), headers: ("grpc-encoding", "gzip"));

        Assert.Equal("13", call.GrpcStatus);
    }

    [Fact]
    public async Task What_neither_knows_is_refused()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var raw = await RawCall.SendAsync(server, Echo, RawCall.Frame(Request), headers: ("grpc-encoding", "snappy"));

        Assert.Equal("12", raw.GrpcStatus);
        Assert.Contains("identity,gzip,deflate", raw.GrpcMessage, StringComparison.Ordinal);
        await FailsAsync(StatusCode.Internal, async () => await channel.Client().EchoAsync(Request, new Metadata { { "grpc-internal-encoding-request", "snappy" } }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => PeerServer.StartAsync(s => s.AddGrpc(o => o.ResponseCompressionAlgorithm = "snappy")));
    }

    private static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var stream = new GzipCompressionProvider(CompressionLevel.Fastest).CreateCompressionStream(target, null))
        {
            stream.Write(plain);
        }

        return target.ToArray();
    }

    private sealed class Chooser : PeerService.PeerServiceBase
    {
        public override async Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context)
        {
            await context.WriteResponseHeadersAsync(new Metadata { { "grpc-internal-encoding-request", "gzip" } });
            context.WriteOptions = request.Behavior == "plain" ? new WriteOptions(WriteFlags.NoCompress) : null;
            return new EchoResponse { Text = request.Text };
        }
    }
}
