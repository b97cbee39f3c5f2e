using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Peers of other makers against ours, both ways; cases by the names of the public interoperability list.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    // What our own client does not see of a foreign server, or only a foreign client tells.
    private static readonly JsonObject OwnLength = new() { ["length"] = 1000 };

    // grpc-js has no way for a method to choose compression.
    private static readonly Dictionary<string, string> NotApplicable = new() { ["grpc-js server_compressed_unary"] = "a method of @grpc/grpc-js cannot ask for compression; the answer comes plain" };

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
        ["cancel_after_begin"] = new JsonObject { ["code"] = 1 },
        ["client_compressed_unary"] = new JsonObject { ["text"] = "gzip" },
        ["server_compressed_unary"] = new JsonObject { ["length"] = 1000 },
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

        Compare(peer + " client", got.EnumerateObject().ToDictionary(p => p.Name, p => JsonNode.Parse(p.Value.GetRawText())), Expected);
        await server.Observations.Cancelled.Task.WaitAsync(PeerClient.Patience);
    }

    [Theory]
    [InlineData("grpc-js")]
    [InlineData("grpcio")]
    public async Task Our_client_gets_what_it_expects(string peer)
    {
        var (process, address) = await ForeignPeer.StartServerAsync(peer);
        using (process)
        {
            using var channel = GrpcChannel.ForAddress(address);
            var got = await ConformanceCases.RunAsync(channel.Client(), channel.CreateCallInvoker());
            process.StandardInput.Close();

            var expected = Expected.DeepClone().AsObject();
            expected["client_compressed_unary"] = OwnLength.DeepClone();
            Compare(peer + " server", got.ToDictionary(c => c.Key, c => (JsonNode?)c.Value), expected);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(PeerClient.Patience);
        }
    }

    [Theory]
    [InlineData("grpc")]
    [InlineData("grpcweb")]
    public async Task Buf_calls_by_reflection(string protocol)
    {
        await using var server = await PeerServer.StartAsync(s => s.AddGrpcReflection(), app =>
        {
            app.UseGrpcWeb(new() { DefaultEnabled = true });
            app.MapGrpcService<PeerImplementation>();
            app.MapGrpcReflectionService();
        });
        Task<(int Exit, string Output)> Call(string method, string request) =>
            ForeignPeer.RunBufAsync(server.Address, protocol, $"standins.peer.v1.PeerService/{method}", request);

        var unary = await Call("Echo", """{"text":"hej"}""");
        var stream = await Call("Count", """{"count":3}""");
        var failed = await Call("Echo", """{"behavior":"fail","code":9,"text":"not now"}""");

        Assert.True(unary.Exit == 0 && unary.Output.Contains("\"text\": \"hej\"", StringComparison.Ordinal), unary.Output);
        Assert.True(stream.Exit == 0 && stream.Output.Contains("\"number\": 3", StringComparison.Ordinal), stream.Output);
        Assert.True(failed.Exit != 0 && failed.Output.Contains("failed_precondition", StringComparison.Ordinal) && failed.Output.Contains("not now", StringComparison.Ordinal), failed.Output);
    }

    // One line for each case, and all that differ at once.
    private void Compare(string peer, IReadOnlyDictionary<string, JsonNode?> got, JsonObject expected)
    {
        var wrong = new List<string>();
        foreach (var (name, wanted) in expected)
        {
            var same = got.TryGetValue(name, out var actual) && JsonNode.DeepEquals(wanted, actual);
            output.WriteLine($"{peer} × {name}: {(same ? "passed" : $"failed: {actual?.ToJsonString()}")}{(NotApplicable.TryGetValue($"{peer.Split(' ')[0]} {name}", out var why) && peer.EndsWith("server", StringComparison.Ordinal) ? $" (not applicable: {why})" : "")}");
            if (!same)
            {
                wrong.Add($"{peer} {name}: {actual?.ToJsonString() ?? "missing"}");
            }
        }

        wrong.AddRange(got.Keys.Except(expected.Select(e => e.Key)).Select(k => $"{peer} {k} is not expected"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
