using System.Net;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>What the server answers, byte by byte, to right and to wrong requests.</summary>
public sealed class WireTests
{
    private const string Echo = "/standins.peer.v1.PeerService/Echo";

    public static TheoryData<string, byte[], string> BadBodies => new()
    {
        { "no message", [], "13" },
        { "half a header", [0, 0, 0], "13" },
        { "length that lies", RawCall.Frame([1, 2, 3], length: 400), "13" },
        { "two messages for a unary call", [.. RawCall.Frame(new EchoRequest()), .. RawCall.Frame(new EchoRequest())], "13" },
        { "unknown flag", RawCall.Frame([], flag: 7), "13" },
        { "not protobuf", RawCall.Frame([255, 255, 255, 255]), "13" },
        { "compressed without encoding", RawCall.Frame([], flag: 1), "13" },
        { "larger than allowed", RawCall.Frame([], length: 4 * 1024 * 1024 + 1), "8" },
        { "length beyond int", RawCall.Frame([], length: uint.MaxValue), "8" },
    };

    [Fact]
    public async Task Answer_is_a_frame_and_trailers()
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Text = "hej" }));

        Assert.Equal(HttpStatusCode.OK, call.HttpStatus);
        Assert.Equal("0", call.GrpcStatus);
        Assert.False(call.TrailersOnly);
        Assert.Equal(RawCall.Frame(new EchoResponse { Text = "hej" }), call.Body);
    }

    [Fact]
    public async Task Failure_is_trailers_only_with_encoded_message()
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Behavior = "fail", Code = 5, Text = "없음 100%\n" }));

        Assert.Equal("5", call.GrpcStatus);
        Assert.Equal("%EC%97%86%EC%9D%8C 100%25%0A", call.GrpcMessage);
        Assert.True(call.TrailersOnly);
        Assert.Empty(call.Body);
    }

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task Bad_body_has_a_status_and_harms_nobody(string what, byte[] body, string status)
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, body);
        Assert.True(status == call.GrpcStatus, $"{what}: {call.GrpcStatus} {call.GrpcMessage}");

        var next = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Text = "still here" }));
        Assert.Equal("0", next.GrpcStatus);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/grpcx")]
    [InlineData(null)]
    public async Task Wrong_content_type_is_415(string? contentType)
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest()), contentType);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, call.HttpStatus);
    }

    [Fact]
    public async Task Content_type_may_name_protobuf()
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest()), "application/grpc+proto");
        Assert.Equal("0", call.GrpcStatus);
    }

    [Fact]
    public async Task Http_1_is_426()
    {
        await using var server = await PeerServer.StartAsync(protocols: HttpProtocols.Http1);
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest()), version: HttpVersion.Version11);
        Assert.Equal(HttpStatusCode.UpgradeRequired, call.HttpStatus);
    }

    [Theory]
    [InlineData("/standins.peer.v1.PeerService/Nothing", "Method is unimplemented.")]
    [InlineData("/standins.peer.v1.Nobody/Echo", "Service is unimplemented.")]
    public async Task Unknown_is_unimplemented(string path, string message)
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, path, RawCall.Frame(new EchoRequest()));
        Assert.Equal(("12", message), (call.GrpcStatus, call.GrpcMessage));
    }

    [Fact]
    public async Task Unknown_services_can_be_left_to_others()
    {
        await using var server = await PeerServer.StartAsync(s => Microsoft.Extensions.DependencyInjection.GrpcServicesExtensions.AddGrpc(s, o => o.IgnoreUnknownServices = true));
        var call = await RawCall.SendAsync(server, "/standins.peer.v1.Nobody/Echo", RawCall.Frame(new EchoRequest()));
        Assert.Equal(HttpStatusCode.NotFound, call.HttpStatus);
    }

    [Fact]
    public async Task Encoding_without_compressed_messages_is_fine()
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest()), headers: ("grpc-encoding", "gzip"));
        Assert.Equal("0", call.GrpcStatus);
    }

    [Theory]
    [InlineData("AQL6", "0")]
    [InlineData("AQL6,AQ", "0")]
    [InlineData("AQ==", "0")]
    [InlineData("!", "13")]
    public async Task Binary_headers_are_base64_with_or_without_padding(string value, string status)
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Behavior = "headers" }), headers: ("x-proof-bin", value));
        Assert.Equal(status, call.GrpcStatus);
    }

    [Fact]
    public async Task Deadline_is_answered_even_when_the_method_is_stuck()
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, Echo, RawCall.Frame(new EchoRequest { Behavior = "stuck" }), headers: ("grpc-timeout", "50m"));
        Assert.Equal("4", call.GrpcStatus);
    }

    [Fact]
    public async Task Service_without_methods_is_refused_when_mapped()
    {
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => PeerServer.StartAsync(map: app => app.MapGrpcService<Observations>()));
        Assert.Contains("serves no method", e.Message, StringComparison.Ordinal);
    }
}
