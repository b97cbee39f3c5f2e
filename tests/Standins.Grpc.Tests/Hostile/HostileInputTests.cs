using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Compression;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace EGovPlatform.Standins.Grpc.Tests.Hostile;

/// <summary>Input spoiled by a seed: whatever comes, a right status, no unhandled exception, no growth and no hang.</summary>
public sealed class HostileInputTests
{
    private const string Service = "/standins.peer.v1.PeerService/";
    private const string Book = """{"title":"a","isbn":"1","kind":"KIND_NOVEL","authors":[{"givenName":"a","born":1}],"copies":{"a":1},"translators":{"a":{"born":1}},"room":"a"}""";

    // OK, INVALID_ARGUMENT, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNIMPLEMENTED, INTERNAL: never UNKNOWN, which is an exception.
    private static readonly string[] RightStatuses = ["0", "3", "4", "8", "12", "13"];

    private static readonly int Seed = Read("EGOV_TEST_SEED", 20180528);
    private static readonly int Mutations = Read("EGOV_TEST_MUTATIONS", 20_000);

    private static readonly byte[] Message = new EchoRequest { Text = "hej", Payload = ByteString.CopyFrom(1, 2, 3), Code = 5 }.ToByteArray();
    private static readonly byte[] Frames = [.. RawCall.Frame(Message), .. RawCall.Frame(Message)];

    [Fact]
    public async Task A_server_survives_what_clients_send()
    {
        await using var server = await HostileServer.StartAsync();
        using var client = new HttpClient(new SocketsHttpHandler { EnableMultipleHttp2Connections = true }) { Timeout = TimeSpan.FromSeconds(90) };
        await SendAsync(client, server, 0, Mutations / 4);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await SendAsync(client, server, Mutations / 4, Mutations);
        var grown = GC.GetTotalMemory(forceFullCollection: true) - before;

        Assert.True(server.Errors.IsEmpty, $"EGOV_TEST_SEED={Seed}: {server.Errors.Count} errors logged, the first: {server.Errors.FirstOrDefault()}");
        Assert.True(grown < 64 * 1024 * 1024, $"EGOV_TEST_SEED={Seed}: {grown} bytes more in use than after the first quarter");
        using var last = await client.SendAsync(Request(server.Http2, "Echo", RawCall.Frame(Message), "application/grpc"), TestContext.Current.CancellationToken);
        await last.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["0"], last.TrailingHeaders.GetValues("grpc-status"));
    }

    [Fact]
    public async Task A_client_survives_what_servers_send()
    {
        await using var server = await PeerServer.StartAsync(map: app => app.Run(async http =>
        {
            var mutation = new Mutation(new Random(int.Parse(http.Request.Headers["x-seed"]!, CultureInfo.InvariantCulture)));
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-encoding"] = mutation.Pick(["identity", "gzip", "gzip", "deflate", "snappy"]);
            await http.Response.Body.WriteAsync(mutation.Bytes([.. RawCall.Frame(Message), .. RawCall.Frame(Gzip(Message), flag: 1)]));
            http.Response.AppendTrailer("grpc-status", mutation.Pick(["0", "0", "5", "99", "-1", "x", ""]));
            http.Response.AppendTrailer("x-bin", mutation.Pick(["AAAA", "!", ""]));
        }));
        using var channel = server.Channel(o => o.MaxReceiveMessageSize = 64 * 1024);
        var client = channel.Client();

        for (var i = 0; i < Mutations / 20; i++)
        {
            var headers = new Metadata { { "x-seed", (Seed + i).ToString(CultureInfo.InvariantCulture) } };
            using var call = client.Chat(headers);
            await call.RequestStream.CompleteAsync();
            try
            {
                await call.ResponseStream.ReadAllAsync().CountAsync().AsTask().WaitAsync(PeerClient.Patience);
                Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
            }
            catch (RpcException e)
            {
                Assert.NotEqual(StatusCode.OK, e.StatusCode);
            }
        }
    }

    private static Task SendAsync(HttpClient client, HostileServer server, int from, int to) =>
        Parallel.ForAsync(from, to, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellation) =>
        {
            var mutation = new Mutation(new Random(Seed + i));
            using var request = (i % 8) switch
            {
                0 => Request(server.Http2, "Echo", mutation.Bytes(RawCall.Frame(Message)), "application/grpc"),
                1 => Request(server.Http2, "Sum", mutation.Bytes(Frames), "application/grpc+proto"),
                2 => Request(server.Http2, "Chat", mutation.Bytes(Frames), "application/grpc"),
                3 => Request(server.Http2, "Echo", mutation.Bytes(RawCall.Frame(mutation.Bytes(Gzip(Message)), flag: 1)), "application/grpc", ("grpc-encoding", "gzip")),
                4 => Request(server.Http2, mutation.Pick(["Echo", "Sum", "Chat", "None"]), RawCall.Frame(Message), "application/grpc", mutation.Header(), mutation.Header()),
                5 => Request(server.Http1, "Echo", mutation.Bytes(RawCall.Frame(Message)), "application/grpc-web"),
                6 => Request(server.Http1, "Echo", mutation.Bytes(Encoding.ASCII.GetBytes(Convert.ToBase64String(Frames))), "application/grpc-web-text"),
                _ => Json(server.Http1, mutation.Json(Book)),
            };
            try
            {
                using var response = await client.SendAsync(request, cancellation);
                await response.Content.ReadAsByteArrayAsync(cancellation);
                Check(response, i, server);
            }
            catch (HttpRequestException e) when (request.Version.Major == 1 && e.InnerException is IOException)
            {
                // Over HTTP/1.1 the server may close the connection on a body it has refused before all of it was sent.
            }
        });

    private static void Check(HttpResponseMessage response, int i, HostileServer server)
    {
        var status = response.TrailingHeaders.TryGetValues("grpc-status", out var trailer) ? trailer.Single()
            : response.Headers.TryGetValues("grpc-status", out var header) ? header.Single() : null;
        var right = (i % 8) switch
        {
            // Its status is in the body when the answer began well.
            5 or 6 => response.StatusCode == HttpStatusCode.OK && (status is null || RightStatuses.Contains(status)),
            7 => response.StatusCode is HttpStatusCode.OK or HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge,
            _ => response.StatusCode == HttpStatusCode.OK && RightStatuses.Contains(status),
        };
        Assert.True(right, $"EGOV_TEST_SEED={Seed}, mutation {i}: HTTP {(int)response.StatusCode}, grpc-status {status} {server.Errors.FirstOrDefault()}");
    }

    private static HttpRequestMessage Request(Uri address, string method, byte[] body, string type, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, Service + method))
        {
            Version = type.StartsWith("application/grpc-web", StringComparison.Ordinal) ? HttpVersion.Version11 : HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } },
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return request;
    }

    private static HttpRequestMessage Json(Uri address, byte[] body) => new(HttpMethod.Post, new Uri(address, "/v1/shelves/1/books"))
    {
        Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse("application/json") } },
    };

    private static byte[] Gzip(byte[] plain)
    {
        using var target = new MemoryStream();
        using (var stream = new GzipCompressionProvider(CompressionLevel.Fastest).CreateCompressionStream(target, null))
        {
            stream.Write(plain);
        }

        return target.ToArray();
    }

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
