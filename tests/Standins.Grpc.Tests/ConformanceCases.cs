using System.Text.Json.Nodes;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;
using static EGovPlatform.Standins.Grpc.Tests.Peer.PeerService;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>The cases of the public interoperability list, made by our client; each tells what came of it.</summary>
public static class ConformanceCases
{
    private static readonly Metadata Gzip = new() { { "grpc-internal-encoding-request", "gzip" } };

    public static async Task<IReadOnlyDictionary<string, JsonObject>> RunAsync(PeerServiceClient client, CallInvoker invoker) => new Dictionary<string, JsonObject>
    {
        ["empty_unary"] = await UnaryAsync(client, new EchoRequest(), (answer, call) => new JsonObject { ["code"] = (int)call.GetStatus().StatusCode, ["text"] = answer.Text }),
        ["large_unary"] = await UnaryAsync(
            client,
            new EchoRequest { Payload = ByteString.CopyFrom(Enumerable.Repeat((byte)7, 1 << 20).ToArray()) },
            (answer, _) => new JsonObject { ["length"] = answer.Payload.Length, ["last"] = answer.Payload[^1] }),
        ["server_streaming"] = await CountAsync(client),
        ["client_streaming"] = await SumAsync(client),
        ["ping_pong"] = await ChatAsync(client, 5),
        ["empty_stream"] = await ChatAsync(client, 0),
        ["custom_metadata"] = await MetadataAsync(client),
        ["status_code_and_message"] = await FailAsync(client, new EchoRequest { Behavior = "fail", Code = 9, Text = "not now" }),
        ["special_status_message"] = await FailAsync(client, new EchoRequest { Behavior = "fail", Code = 2, Text = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n" }),
        ["status_details"] = await FailAsync(
            client,
            new EchoRequest { Behavior = "rich", Text = "wrong", Payload = PeerImplementation.Rich("wrong").ToByteString() },
            e => new JsonObject { ["code"] = (int)e.StatusCode, ["message"] = e.Status.Detail, ["details"] = Convert.ToHexStringLower(e.Trailers.GetValueBytes("grpc-status-details-bin")!) }),
        ["unimplemented_method"] = await UnknownAsync(invoker, "standins.peer.v1.PeerService", "Nothing"),
        ["unimplemented_service"] = await UnknownAsync(invoker, "standins.peer.v1.Nobody", "Echo"),
        ["cancel_after_begin"] = await CancelAtOnceAsync(client),
        ["cancel_after_first_response"] = await CancelLaterAsync(client),
        ["client_compressed_unary"] = await UnaryAsync(client, new EchoRequest { Text = new string('x', 1000) }, (answer, _) => new JsonObject { ["length"] = answer.Text.Length }, Gzip),
        ["server_compressed_unary"] = await UnaryAsync(client, new EchoRequest { Text = new string('x', 1000), Behavior = "compress" }, (answer, _) => new JsonObject { ["length"] = answer.Text.Length }),
        ["timeout_on_sleeping_server"] = await FailAsync(client, new EchoRequest { Behavior = "wait" }, e => new JsonObject { ["code"] = (int)e.StatusCode }, DateTime.UtcNow.AddMilliseconds(200)),
    };

    private static DateTime Soon() => DateTime.UtcNow.Add(PeerClient.Patience);

    private static async Task<JsonObject> UnaryAsync(PeerServiceClient client, EchoRequest request, Func<EchoResponse, AsyncUnaryCall<EchoResponse>, JsonObject> tell, Metadata? headers = null)
    {
        using var call = client.EchoAsync(request, headers, Soon());
        return tell(await call, call);
    }

    private static async Task<JsonObject> CountAsync(PeerServiceClient client)
    {
        using var call = client.Count(new CountRequest { Count = 100 }, deadline: Soon());
        var numbers = await call.ResponseStream.ReadAllAsync().Select(r => r.Number).ToListAsync();
        return new JsonObject { ["code"] = (int)call.GetStatus().StatusCode, ["count"] = numbers.Count, ["last"] = numbers[^1] };
    }

    private static async Task<JsonObject> SumAsync(PeerServiceClient client)
    {
        using var call = client.Sum(deadline: Soon());
        for (var number = 1; number <= 10; number++)
        {
            await call.RequestStream.WriteAsync(new SumRequest { Number = number });
        }

        await call.RequestStream.CompleteAsync();
        return new JsonObject { ["sum"] = (await call).Sum };
    }

    private static async Task<JsonObject> ChatAsync(PeerServiceClient client, int count)
    {
        using var call = client.Chat(deadline: Soon());
        var texts = "";
        for (var i = 0; i < count; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = $"{i}" });
            Assert.True(await call.ResponseStream.MoveNext());
            texts += call.ResponseStream.Current.Text;
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext());
        var code = (int)call.GetStatus().StatusCode;
        return count == 0 ? new JsonObject { ["code"] = code, ["count"] = 0 } : new JsonObject { ["code"] = code, ["texts"] = texts };
    }

    private static async Task<JsonObject> MetadataAsync(PeerServiceClient client)
    {
        using var call = client.EchoAsync(new EchoRequest { Behavior = "headers" }, new Metadata { { "x-text", "plain" }, { "x-bytes-bin", [0, 171, 255] } }, Soon());
        await call;
        var (headers, trailers) = (await call.ResponseHeadersAsync, call.GetTrailers());
        return new JsonObject
        {
            ["text"] = headers.GetValue("x-text"),
            ["bytes"] = Convert.ToHexStringLower(headers.GetValueBytes("x-bytes-bin")!),
            ["trailer"] = trailers.GetValue("x-trailer"),
            ["trailer_bytes"] = Convert.ToHexStringLower(trailers.GetValueBytes("x-trailer-bin")!),
        };
    }

    private static async Task<JsonObject> FailAsync(PeerServiceClient client, EchoRequest request, Func<RpcException, JsonObject>? tell = null, DateTime? deadline = null)
    {
        var e = await Assert.ThrowsAsync<RpcException>(async () => await client.EchoAsync(request, deadline: deadline ?? Soon()));
        return tell?.Invoke(e) ?? new JsonObject { ["code"] = (int)e.StatusCode, ["message"] = e.Status.Detail };
    }

    private static async Task<JsonObject> UnknownAsync(CallInvoker invoker, string service, string name)
    {
        var method = new Method<string, string>(MethodType.Unary, service, name, Marshallers.StringMarshaller, Marshallers.StringMarshaller);
        var e = await Assert.ThrowsAsync<RpcException>(async () => await invoker.AsyncUnaryCall(method, null, new CallOptions(deadline: Soon()), ""));
        return new JsonObject { ["code"] = (int)e.StatusCode };
    }

    private static async Task<JsonObject> CancelAtOnceAsync(PeerServiceClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.Sum(deadline: Soon(), cancellationToken: cancellation.Token);
        await cancellation.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);
        return new JsonObject { ["code"] = (int)e.StatusCode };
    }

    private static async Task<JsonObject> CancelLaterAsync(PeerServiceClient client)
    {
        using var cancellation = new CancellationTokenSource();
        using var call = client.Count(new CountRequest { Count = 1, Behavior = "wait" }, deadline: Soon(), cancellationToken: cancellation.Token);
        Assert.True(await call.ResponseStream.MoveNext());
        await cancellation.CancelAsync();
        var e = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext());
        return new JsonObject { ["code"] = (int)e.StatusCode, ["count"] = 1 };
    }
}
