using System.Text.Json.Nodes;
using Google.Protobuf;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Clients of other makers against our server; cases by the names of the public interoperability list.</summary>
public sealed class ConformanceTests
{
    private static readonly JsonObject Expected = new()
    {
        ["empty_unary"] = new JsonObject { ["code"] = 0, ["text"] = "" },
        ["large_unary"] = new JsonObject { ["length"] = 1 << 20, ["last"] = 7 },
        ["server_streaming"] = new JsonObject { ["code"] = 0, ["count"] = 100, ["last"] = 100 },
        ["client_streaming"] = new JsonObject { ["sum"] = 55 },
        ["ping_pong"] = new JsonObject { ["code"] = 0, ["texts"] = "01234" },
        ["empty_stream"] = new JsonObject { ["code"] = 0, ["count"] = 0 },
        ["custom_metadata"] = new JsonObject { ["text"] = "plain", ["bytes"] = "00abff", ["trailer"] = "behind", ["trailer_bytes"] = "0102fa" },
        ["status_code_and_message"] = new JsonObject { ["code"] = 9, ["message"] = "not now" },
        ["special_status_message"] = new JsonObject { ["code"] = 2, ["message"] = "\t\ntest with whitespace\r\nand Unicode BMP ☺ and non-BMP 😈\t\n" },
        ["status_details"] = new JsonObject { ["code"] = 3, ["message"] = "wrong", ["details"] = Convert.ToHexStringLower(PeerImplementation.Rich("wrong").ToByteArray()) },
        ["unimplemented_method"] = new JsonObject { ["code"] = 12 },
        ["unimplemented_service"] = new JsonObject { ["code"] = 12 },
        ["cancel_after_first_response"] = new JsonObject { ["code"] = 1, ["count"] = 1 },
        ["timeout_on_sleeping_server"] = new JsonObject { ["code"] = 4 },
    };

    [Theory]
    [InlineData("grpc-js")]
    [InlineData("grpcio")]
    public async Task Foreign_client_gets_what_it_expects(string peer)
    {
        await using var server = await PeerServer.StartAsync();
        var got = peer == "grpc-js"
            ? await ForeignPeer.RunJavaScriptAsync(server.Address)
            : await ForeignPeer.RunPythonAsync(server.Address);

        Assert.Equal(Expected.Select(e => e.Key).Order(), got.EnumerateObject().Select(p => p.Name).Order());
        Assert.All(Expected, expected =>
        {
            var actual = JsonNode.Parse(got.GetProperty(expected.Key).GetRawText());
            Assert.True(JsonNode.DeepEquals(expected.Value, actual), $"{peer} {expected.Key}: {actual}");
        });
        await server.Observations.Cancelled.Task.WaitAsync(PeerClient.Patience);
    }
}
