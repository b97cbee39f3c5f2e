using System.Net.Sockets;
using System.Text;

namespace EGovPlatform.Gateway.Tests;

/// <summary>
/// Requests of HTTP/1.1 whose end can be read in two ways, each with a second request where the other reading would see one: the service
/// behind the gateway must never be asked it. A test of two good requests shows that it would be seen.
/// </summary>
public sealed class SmugglingTests
{
    private const string Smuggled = "GET /v1/countries/SMUGGLED HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private const string Post = "POST /v1/countries:undelete HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n";
    private const string Get = "GET /v1/countries/PE HTTP/1.1\r\nHost: a\r\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [Theory]
    [InlineData("both lengths", Post + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("both lengths, the other order", Post + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("two lengths", Post + "Content-Length: 2\r\nContent-Length: 200\r\n\r\n{}" + Smuggled)]
    [InlineData("the same length twice", Post + "Content-Length: 2\r\nContent-Length: 2\r\n\r\n{}" + Smuggled)]
    [InlineData("a list of lengths", Post + "Content-Length: 2, 2\r\n\r\n{}" + Smuggled)]
    [InlineData("a length below zero", Post + "Content-Length: -2\r\n\r\n{}" + Smuggled)]
    [InlineData("a length in hexadecimal", Post + "Content-Length: 0x2\r\n\r\n{}" + Smuggled)]
    [InlineData("an unknown coding", Post + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a coding after chunked", Post + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a space before the colon", Post + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a folded line", Post + "X-A: b\r\n Content-Length: 2\r\n\r\n{}" + Smuggled)]
    [InlineData("a folded coding", Post + "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("LF alone after a header", Get + "X-A: b\nConnection: keep-alive\r\n\r\n" + Smuggled)]
    [InlineData("LF alone after the first line", "GET /v1/countries/PE HTTP/1.1\nHost: a\r\n\r\n" + Smuggled)]
    [InlineData("LF alone at the end of the head", Get + "\n" + Smuggled)]
    [InlineData("CR alone in a header", Get + "X-A: b\rContent-Length: 200\r\n\r\n" + Smuggled)]
    [InlineData("a zero byte in a header", Get + "X-A: b\0c\r\n\r\n" + Smuggled)]
    [InlineData("LF alone in a chunk's extension", Post + "Transfer-Encoding: chunked\r\n\r\n2;a\n{}\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a chunk longer than it says", Post + "Transfer-Encoding: chunked\r\n\r\n1\r\n{}\r\n0\r\n\r\n" + Smuggled)]
    [InlineData("a chunk's size with a sign", Post + "Transfer-Encoding: chunked\r\n\r\n+2\r\n{}\r\n0\r\n\r\n" + Smuggled)]
    public async Task What_ends_in_two_ways_is_refused_and_nothing_after_it_is_read(string what, string bytes)
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await SendAsync(gateway, bytes);

        Assert.True(answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), $"{what}: {answer}");
        Assert.Equal(1, Answers(answer));
        Assert.DoesNotContain(gateway.Upstream.Paths, p => p.Contains("SMUGGLED", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_inside_a_body_is_a_body()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await SendAsync(gateway, $"{Get}Connection: close\r\nContent-Length: {Smuggled.Length}\r\n\r\n{Smuggled}");

        Assert.Equal(1, Answers(answer));
        Assert.Equal(["/v1/countries/PE"], gateway.Upstream.Paths);
    }

    [Fact]
    public async Task Two_good_requests_are_two()
    {
        await using var gateway = await GatewayFixture.StartAsync();

        var answer = await SendAsync(gateway, $"{Get}\r\n{Smuggled}");

        Assert.Equal(2, Answers(answer));
        Assert.Equal(["/v1/countries/PE", "/v1/countries/SMUGGLED"], gateway.Upstream.Paths);
    }

    private static int Answers(string text) => text.Split("HTTP/1.1 ").Length - 1;

    private static async Task<string> SendAsync(GatewayFixture gateway, string bytes)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", gateway.Client.BaseAddress!.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(bytes), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.ASCII);
        var text = new StringBuilder();
        try
        {
            var buffer = new char[4096];
            while (await reader.ReadAsync(buffer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience) is > 0 and var count)
            {
                text.Append(buffer, 0, count);
            }
        }
        catch (IOException)
        {
            // It closed with bytes of ours unread, which ends the connection with a reset.
        }

        return text.ToString();
    }
}
