using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.AspNetCore.Web;
using Grpc.Core;
using Grpc.Net.Client;
using Grpc.Net.Client.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>gRPC-Web, binary and text, over HTTP/1.1 as browsers behind proxies have it, and over HTTP/2.</summary>
public sealed class GrpcWebTests
{
    private const string Echo = "/standins.peer.v1.PeerService/Echo";
    private const string Trailers = "grpc-status: 0\r\n";

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb, 1)]
    [InlineData(GrpcWebMode.GrpcWebText, 1)]
    [InlineData(GrpcWebMode.GrpcWeb, 2)]
    [InlineData(GrpcWebMode.GrpcWebText, 2)]
    public async Task Calls_of_both_kinds_a_browser_has(GrpcWebMode mode, int version)
    {
        await using var server = await StartAsync(version);
        using var channel = Channel(server, mode, version);
        var client = channel.Client();
        var large = new EchoRequest { Text = "hej", Payload = ByteString.CopyFrom(Enumerable.Range(0, 100_001).Select(i => (byte)i).ToArray()) };

        var answer = await client.EchoAsync(large);
        using var stream = client.Count(new CountRequest { Count = 500 });
        var numbers = await stream.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken).Select(r => r.Number).ToListAsync();
        var first = client.Count(new CountRequest { Count = 1, Behavior = "wait" });
        Assert.True(await first.ResponseStream.MoveNext().WaitAsync(Patience));
        first.Dispose();

        Assert.Equal(large.Payload, answer.Payload);
        Assert.Equal(Enumerable.Range(1, 500), numbers);
        Assert.Equal(StatusCode.OK, stream.GetStatus().StatusCode);
        await server.Observations.Cancelled.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(GrpcWebMode.GrpcWeb)]
    [InlineData(GrpcWebMode.GrpcWebText)]
    public async Task Failures_come_with_message_and_trailers(GrpcWebMode mode)
    {
        await using var server = await StartAsync();
        using var channel = Channel(server, mode);

        var failed = await FailsAsync(StatusCode.NotFound, async () =>
            await channel.Client().EchoAsync(new EchoRequest { Behavior = "fail", Code = 5, Text = "없음", Payload = ByteString.CopyFrom(1, 255) }));
        using var stream = channel.Client().Count(new CountRequest { Count = 2, Behavior = "fail" });
        var late = await FailsAsync(StatusCode.Aborted, async () => Assert.Equal(2, await stream.ResponseStream.ReadAllAsync().CountAsync()));
        using var headers = channel.Client().EchoAsync(new EchoRequest { Behavior = "headers" }, new Metadata { { "x-name", "n" } });
        await headers;
        await FailsAsync(StatusCode.DeadlineExceeded, async () =>
            await channel.Client().EchoAsync(new EchoRequest { Behavior = "stuck" }, deadline: DateTime.UtcNow.AddMilliseconds(200)));

        Assert.Equal("없음", failed.Status.Detail);
        Assert.Equal([1, 255], failed.Trailers.GetValueBytes("proof-bin"));
        Assert.Equal("after the last", late.Status.Detail);
        Assert.Equal("n", (await headers.ResponseHeadersAsync).GetValue("x-name"));
        Assert.Equal("behind", headers.GetTrailers().GetValue("x-trailer"));
    }

    [Theory]
    [InlineData("application/grpc-web", "application/grpc-web", "application/grpc-web")]
    [InlineData("application/grpc-web+proto", "", "application/grpc-web")]
    [InlineData("application/grpc-web-text", "application/grpc-web-text", "application/grpc-web-text")]
    [InlineData("application/grpc-web-text+proto", "application/grpc-web-text+proto", "application/grpc-web-text")]
    public async Task The_last_frame_holds_the_trailers(string type, string accept, string answerType)
    {
        await using var server = await StartAsync();
        var frame = RawCall.Frame(new EchoRequest { Text = "hej" });
        var text = type.Contains("text", StringComparison.Ordinal);

        var (status, contentType, body) = await PostAsync(server, text ? Encoding.ASCII.GetBytes(Convert.ToBase64String(frame)) : frame, type, accept);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(answerType, contentType);
        byte[] expected = [.. RawCall.Frame(new EchoResponse { Text = "hej" }), .. RawCall.Frame(Encoding.ASCII.GetBytes(Trailers), flag: 0x80)];
        Assert.Equal(expected, answerType.EndsWith("text", StringComparison.Ordinal) ? Decode(body) : body);
    }

    [Fact]
    public async Task Text_may_come_in_padded_parts()
    {
        await using var server = await StartAsync();
        var frame = RawCall.Frame(new EchoRequest { Text = "hej du" });
        var text = Convert.ToBase64String(frame, 0, 1) + Convert.ToBase64String(frame, 1, 4) + Convert.ToBase64String(frame, 5, frame.Length - 5);

        var (_, _, body) = await PostAsync(server, Encoding.ASCII.GetBytes(text), "application/grpc-web-text", "");

        Assert.StartsWith(Convert.ToHexString(RawCall.Frame(new EchoResponse { Text = "hej du" })), Convert.ToHexString(body), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("AAAA!AAA")]
    [InlineData("AAAAA")]
    [InlineData("A===")]
    public async Task Text_that_is_no_base64_is_an_error(string text)
    {
        await using var server = await StartAsync();
        using var client = new HttpClient();
        using var content = Content(Encoding.ASCII.GetBytes(text), "application/grpc-web-text");

        using var response = await client.PostAsync(new Uri(server.Address, Echo), content, TestContext.Current.CancellationToken);

        Assert.Equal(["13"], response.Headers.GetValues("grpc-status"));
    }

    [Fact]
    public async Task Who_does_not_ask_for_it_does_not_serve_it()
    {
        await using var server = await StartAsync(map: app =>
        {
            app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
            app.MapGrpcService<PeerImplementation>().DisableGrpcWeb();
        });
        await using var without = await StartAsync(map: app =>
        {
            app.UseGrpcWeb();
            app.MapGrpcService<PeerImplementation>();
        });

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(server, RawCall.Frame(new EchoRequest()), "application/grpc-web", "")).Status);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await PostAsync(without, RawCall.Frame(new EchoRequest()), "application/grpc-web", "")).Status);
    }

    [Fact]
    public async Task Unknown_methods_are_unimplemented()
    {
        await using var server = await StartAsync(map: app =>
        {
            app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
            app.MapGrpcService<PeerImplementation>();
        });
        using var client = new HttpClient();
        using var content = Content([], "application/grpc-web");

        using var response = await client.PostAsync(new Uri(server.Address, Echo + "Not"), content, TestContext.Current.CancellationToken);

        Assert.Equal(["12"], response.Headers.GetValues("grpc-status"));
        Assert.Equal("application/grpc-web", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task A_page_of_another_origin_may_call_and_see_the_status()
    {
        await using var server = await StartAsync(
            services: s => s.AddCors(o => o.AddDefaultPolicy(p => p.WithOrigins("https://page.example").AllowAnyHeader().AllowAnyMethod().WithExposedHeaders("grpc-status", "grpc-message"))),
            map: app =>
            {
                app.UseCors();
                app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
                app.MapGrpcService<PeerImplementation>().RequireCors();
            });
        using var client = new HttpClient { DefaultRequestHeaders = { { "Origin", "https://page.example" } } };
        using var preflight = new HttpRequestMessage(HttpMethod.Options, new Uri(server.Address, Echo)) { Headers = { { "Access-Control-Request-Method", "POST" }, { "Access-Control-Request-Headers", "content-type,x-grpc-web" } } };
        using var content = Content(RawCall.Frame(new EchoRequest()), "application/grpc-web");

        using var allowed = await client.SendAsync(preflight, TestContext.Current.CancellationToken);
        using var answer = await client.PostAsync(new Uri(server.Address, Echo), content, TestContext.Current.CancellationToken);

        Assert.Equal(["content-type,x-grpc-web"], allowed.Headers.GetValues("Access-Control-Allow-Headers"));
        Assert.Equal(["https://page.example"], answer.Headers.GetValues("Access-Control-Allow-Origin"));
        Assert.Equal(["grpc-status,grpc-message"], answer.Headers.GetValues("Access-Control-Expose-Headers"));
    }

    private static Task<PeerServer> StartAsync(int version = 1, Action<IServiceCollection>? services = null, Action<WebApplication>? map = null) =>
        PeerServer.StartAsync(
            services,
            map ?? (app =>
            {
                app.UseGrpcWeb();
                app.MapGrpcService<PeerImplementation>().EnableGrpcWeb();
            }),
            version == 1 ? HttpProtocols.Http1 : HttpProtocols.Http2);

    private static GrpcChannel Channel(PeerServer server, GrpcWebMode mode, int version = 1) => server.Channel(o =>
    {
        o.HttpHandler = new GrpcWebHandler(mode, new SocketsHttpHandler());
        o.DisposeHttpClient = true;
        o.HttpVersion = new Version(version, version == 1 ? 1 : 0);
    });

    private static async Task<(HttpStatusCode Status, string? Type, byte[] Body)> PostAsync(PeerServer server, byte[] body, string type, string accept)
    {
        using var client = new HttpClient();
        using var content = Content(body, type);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, Echo)) { Content = content };
        if (accept.Length > 0)
        {
            request.Headers.Add("accept", accept);
        }

        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, response.Content.Headers.ContentType?.ToString(), await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static ByteArrayContent Content(byte[] body, string type) => new(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };

    // Each flush of the server ends a part with its padding.
    private static byte[] Decode(byte[] text) =>
        [.. Encoding.ASCII.GetString(text).Chunk(4).SelectMany(c => Convert.FromBase64CharArray(c, 0, c.Length))];
}
