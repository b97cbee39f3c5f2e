using System.Net;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;
using Status = Google.Rpc.Status;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>What a caller sees of what goes wrong.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData(StatusCode.NotFound, "plain")]
    [InlineData(StatusCode.Unauthenticated, "줄\n바꿈 % é \t\"quoted\"")]
    [InlineData(StatusCode.Cancelled, "")]
    public async Task Status_message_and_trailers_arrive(StatusCode code, string message)
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "fail", Code = (int)code, Text = message, Payload = ByteString.CopyFrom(0, 255, 44, 10) });

        var e = await FailsAsync(code, async () => await call);
        Assert.Equal(message, e.Status.Detail);
        Assert.Equal("asked", e.Trailers.GetValue("reason"));
        Assert.Equal([0, 255, 44, 10], e.Trailers.GetValueBytes("proof-bin"));
        Assert.Equal(code, call.GetStatus().StatusCode);
        Assert.Equal("asked", call.GetTrailers().GetValue("reason"));
    }

    [Fact]
    public async Task Status_set_on_the_context_ends_the_call()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.DataLoss, async () => await channel.Client().EchoAsync(new EchoRequest { Behavior = "status" }));
        Assert.Equal("set, not thrown", e.Status.Detail);
    }

    [Fact]
    public async Task Null_answer_is_cancelled()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        await FailsAsync(StatusCode.Cancelled, async () => await channel.Client().EchoAsync(new EchoRequest { Behavior = "null" }));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Other_exceptions_are_unknown_and_tell_only_when_allowed(bool detailed)
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc(o => o.EnableDetailedErrors = detailed));
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.Unknown, async () => await channel.Client().EchoAsync(new EchoRequest { Behavior = "throw" }));
        Assert.Equal(detailed, e.Status.Detail.Contains("a secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Rich_status_travels()
    {
        var status = new Status { Code = (int)Code.InvalidArgument, Message = "two things" };
        status.Details.Add(Any.Pack(new ErrorInfo { Domain = "egovplatform" }));
        status.Details.Add(Any.Pack(new BadRequest { FieldViolations = { new BadRequest.Types.FieldViolation { Field = "name" } } }));

        await using var server = await PeerServer.StartAsync(s => s.AddSingleton(status), app => app.MapGrpcService<RichFailure>());
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.InvalidArgument, async () => await channel.Client().EchoAsync(new EchoRequest()));

        Assert.Equal(status, e.GetRpcStatus());
        Assert.Equal("egovplatform", e.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Domain);
        Assert.Null(e.GetRpcStatus()!.GetDetail<RetryInfo>());
        Assert.Equal(2, e.GetRpcStatus()!.UnpackDetailMessages().Count());
    }

    [Fact]
    public async Task Sizes_are_limited_on_both_sides()
    {
        var large = new EchoRequest { Payload = ByteString.CopyFrom(new byte[2000]) };
        await using var server = await PeerServer.StartAsync(s => s.AddGrpc().AddServiceOptions<PeerImplementation>(o =>
        {
            o.MaxReceiveMessageSize = 3000;
            o.MaxSendMessageSize = 1000;
        }));
        using var channel = server.Channel();
        var sending = await FailsAsync(StatusCode.ResourceExhausted, async () => await channel.Client().EchoAsync(large));
        Assert.StartsWith("Sending message", sending.Status.Detail, StringComparison.Ordinal);

        large.Payload = ByteString.CopyFrom(new byte[4000]);
        var receiving = await FailsAsync(StatusCode.ResourceExhausted, async () => await channel.Client().EchoAsync(large));
        Assert.StartsWith("Received message", receiving.Status.Detail, StringComparison.Ordinal);

        using var careful = server.Channel(o => o.MaxSendMessageSize = 100);
        await FailsAsync(StatusCode.ResourceExhausted, async () => await careful.Client().EchoAsync(large));
        Assert.Equal(1, server.Observations.ServicesMade);

        using var small = server.Channel(o => o.MaxReceiveMessageSize = 10);
        await FailsAsync(StatusCode.ResourceExhausted, async () => await small.Client().EchoAsync(new EchoRequest { Text = "more than ten bytes" }));
    }

    [Fact]
    public async Task Nobody_there_is_unavailable()
    {
        Uri address;
        await using (var server = await PeerServer.StartAsync())
        {
            address = server.Address;
        }

        using var channel = GrpcChannel.ForAddress(address);
        await FailsAsync(StatusCode.Unavailable, async () => await channel.Client().EchoAsync(new EchoRequest()));
        using var chat = channel.Client().Chat();
        await FailsAsync(StatusCode.Unavailable, () => chat.RequestStream.WriteAsync(new EchoRequest()));
        await FailsAsync(StatusCode.Unavailable, () => chat.ResponseStream.MoveNext(CancellationToken.None));
        await FailsAsync(StatusCode.Unavailable, () => chat.ResponseHeadersAsync);
    }

    [Theory]
    [InlineData(400, StatusCode.Internal)]
    [InlineData(401, StatusCode.Unauthenticated)]
    [InlineData(403, StatusCode.PermissionDenied)]
    [InlineData(404, StatusCode.Unimplemented)]
    [InlineData(429, StatusCode.Unavailable)]
    [InlineData(503, StatusCode.Unavailable)]
    [InlineData(418, StatusCode.Unknown)]
    [InlineData(200, StatusCode.Unknown)]
    public async Task Http_without_grpc_status_is_mapped(int http, StatusCode code)
    {
        await using var server = await PeerServer.StartAsync(map: app => app.Run(context =>
        {
            context.Response.StatusCode = http;
            return context.Response.WriteAsync("no gRPC here");
        }));
        using var channel = server.Channel();
        await FailsAsync(code, async () => await channel.Client().EchoAsync(new EchoRequest()));
    }

    [Fact]
    public async Task Stream_cut_by_the_server_fails()
    {
        await using var server = await PeerServer.StartAsync(map: app => app.Run(async context =>
        {
            context.Response.ContentType = "application/grpc";
            await context.Response.Body.WriteAsync(RawCall.Frame(new CountResponse { Number = 1 }));
            await context.Response.Body.FlushAsync();
            context.Abort();
        }));
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest());
        await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience))
            {
                Assert.Equal(1, call.ResponseStream.Current.Number);
            }
        });
        Assert.NotEqual(StatusCode.OK, call.GetStatus().StatusCode);
    }

    private sealed class RichFailure(Status status) : PeerService.PeerServiceBase
    {
        public override Task<EchoResponse> Echo(EchoRequest request, ServerCallContext context) => throw status.ToRpcException();
    }
}
