using System.Text.Json;
using System.Text.Json.Nodes;
using Google.Protobuf;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Peers of other makers against ours, both ways; cases by the names of the public interoperability list.</summary>
public sealed class ConformanceTests(ITestOutputHelper output)
{
    // What our own client does not see of a foreign server, or only a foreign client tells.
    private static readonly JsonObject OwnLength = new() { ["length"] = 1000 };

    private static readonly Dictionary<string, string> NoBrowserStreams = new()
    {
        ["client_streaming"] = "gRPC-Web has no streams of requests",
        ["ping_pong"] = "gRPC-Web has no streams of requests",
        ["empty_stream"] = "gRPC-Web has no streams of requests",
        ["cancel_after_begin"] = "gRPC-Web has no streams of requests",
        ["client_compressed_unary"] = "grpc-web does not compress messages",
        ["server_compressed_unary"] = "grpc-web does not compress messages",
    };

    // Why a peer cannot be asked a case.
    private static readonly Dictionary<string, Dictionary<string, string>> NotApplicable = new()
    {
        ["grpc-js server"] = new() { ["server_compressed_unary"] = "a method of @grpc/grpc-js cannot ask for compression; the answer came plain" },
        ["browser text"] = NoBrowserStreams,
        ["browser binary"] = new(NoBrowserStreams) { ["cancel_after_first_response"] = "grpc-web shows messages as they come in its text format only" },
    };

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
    [InlineData("ruby")]
    [InlineData("c++")]
    public async Task Foreign_client_gets_what_it_expects(string peer)
    {
        await using var server = await PeerServer.StartAsync();
        var got = peer switch
        {
            "grpc-js" => await ForeignPeer.RunJavaScriptAsync(server.Address),
            "ruby" => await ForeignPeer.RunRubyAsync(server.Address),
            "c++" => await ForeignPeer.RunCppAsync(server.Address),
            _ => await ForeignPeer.RunPythonAsync(server.Address),
        };

        Compare(peer + " client", Read(got), Expected);
        await server.Observations.Cancelled.Task.WaitAsync(PeerClient.Patience);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("binary")]
    public async Task Browser_gets_what_it_expects_from_another_origin(string format)
    {
        await using var server = await PeerServer.StartAsync(
            s => s.AddCors(cors => cors.AddDefaultPolicy(p => p
                .SetIsOriginAllowed(origin => new Uri(origin).IsLoopback).AllowAnyHeader().WithMethods("POST")
                .WithExposedHeaders("grpc-status", "grpc-message", "grpc-status-details-bin", "x-text", "x-bytes-bin", "x-trailer", "x-trailer-bin"))),
            app =>
            {
                app.UseCors();
                app.UseGrpcWeb(new() { DefaultEnabled = true });
                app.MapGrpcService<PeerImplementation>();
            },
            HttpProtocols.Http1);

        Compare($"browser {format}", Read(await BrowserPeer.RunAsync(server.Address, format)), Expected);
        await server.Observations.Cancelled.Task.WaitAsync(PeerClient.Patience);
    }

    [Theory]
    [InlineData("grpc-js")]
    [InlineData("grpcio")]
    [InlineData("ruby")]
    [InlineData("c++")]
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

        foreach (var (name, passed, told) in new[]
        {
            ("unary", unary.Exit == 0 && unary.Output.Contains("\"text\": \"hej\"", StringComparison.Ordinal), unary.Output),
            ("server_streaming", stream.Exit == 0 && stream.Output.Contains("\"number\": 3", StringComparison.Ordinal), stream.Output),
            ("status_code_and_message", failed.Exit != 0 && failed.Output.Contains("failed_precondition", StringComparison.Ordinal) && failed.Output.Contains("not now", StringComparison.Ordinal), failed.Output),
        })
        {
            output.WriteLine($"buf curl {protocol} × {name}: {(passed ? "passed" : "failed: " + told)}");
            Assert.True(passed, told);
        }
    }

    private static Dictionary<string, JsonNode?> Read(JsonElement got) =>
        got.EnumerateObject().ToDictionary(p => p.Name, p => JsonNode.Parse(p.Value.GetRawText()));

    // One line for each case, and all that differ at once.
    private void Compare(string peer, IReadOnlyDictionary<string, JsonNode?> got, JsonObject expected)
    {
        var reasons = NotApplicable.GetValueOrDefault(peer) ?? [];
        var wrong = new List<string>();
        foreach (var (name, wanted) in expected)
        {
            var told = got.TryGetValue(name, out var actual);
            var same = told ? JsonNode.DeepEquals(wanted, actual) : reasons.ContainsKey(name);
            var why = reasons.TryGetValue(name, out var reason) ? $"not applicable: {reason}" : "passed";
            output.WriteLine($"{peer} × {name}: {(same ? why : $"failed: {actual?.ToJsonString() ?? "missing"}")}");
            if (!same)
            {
                wrong.Add($"{peer} {name}: {actual?.ToJsonString() ?? "missing"}");
            }
        }

        wrong.AddRange(got.Keys.Except(expected.Select(e => e.Key)).Select(k => $"{peer} {k} is not expected"));
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }
}
