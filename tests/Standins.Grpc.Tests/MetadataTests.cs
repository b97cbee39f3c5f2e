using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Headers and trailers, text and bytes.</summary>
public sealed class MetadataTests
{
    [Fact]
    public async Task Headers_and_trailers_go_both_ways()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var sent = new Metadata { { "X-Text", "a, b" }, { "x-bytes-bin", [0, 1, 254, 255] }, { "x-many", "1" }, { "x-many", "2" } };
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "headers" }, sent);

        var headers = await call.ResponseHeadersAsync.WaitAsync(Patience);
        Assert.Equal("a, b", headers.GetValue("x-text"));
        Assert.Equal([0, 1, 254, 255], headers.GetValueBytes("x-bytes-bin"));
        Assert.Equal("1,2", string.Join(',', headers.GetAll("x-many").SelectMany(e => e.Value.Split(',', StringSplitOptions.TrimEntries))));
        await call;
        Assert.Equal("behind", call.GetTrailers().GetValue("x-trailer"));
        Assert.Equal([1, 2, 250], call.GetTrailers().GetValueBytes("x-trailer-bin"));
    }

    [Fact]
    public async Task Headers_come_before_the_answer()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest { Count = 1, Behavior = "wait" });
        Assert.NotNull(await call.ResponseHeadersAsync.WaitAsync(Patience));
        Assert.Throws<InvalidOperationException>(() => call.GetStatus());
        Assert.Throws<InvalidOperationException>(call.GetTrailers);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("plain text", "plain text")]
    [InlineData("100%", "100%25")]
    [InlineData("é", "%C3%A9")]
    public async Task Messages_are_percent_encoded(string message, string onTheWire)
    {
        await using var server = await PeerServer.StartAsync();
        var call = await RawCall.SendAsync(server, "/standins.peer.v1.PeerService/Echo", RawCall.Frame(new EchoRequest { Behavior = "fail", Code = 9, Text = message }));
        Assert.Equal(onTheWire, call.GrpcMessage ?? "");
        using var channel = server.Channel();
        var e = await FailsAsync(StatusCode.FailedPrecondition, async () => await channel.Client().EchoAsync(new EchoRequest { Behavior = "fail", Code = 9, Text = message }));
        Assert.Equal(message, e.Status.Detail);
    }

    [Fact]
    public async Task Values_http_cannot_carry_fail_the_call_and_nothing_else()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var client = channel.Client();
        await FailsAsync(StatusCode.Internal, async () => await client.EchoAsync(new EchoRequest(), new Metadata { { "x-name", "안" } }));
        foreach (var behavior in new[] { "bad header", "bad trailer" })
        {
            var e = await FailsAsync(StatusCode.Internal, async () => await client.EchoAsync(new EchoRequest { Behavior = behavior }));
            Assert.Contains("x-name", e.Status.Detail, StringComparison.Ordinal);
        }

        await client.EchoAsync(new EchoRequest());
    }

    [Fact]
    public void Keys_and_values_are_checked()
    {
        var metadata = new Metadata();
        Assert.Throws<ArgumentException>(() => metadata.Add("white space", "x"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x-bin", "text"));
        Assert.Throws<ArgumentException>(() => metadata.Add("x", [1]));
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("x", "y"));
    }
}
