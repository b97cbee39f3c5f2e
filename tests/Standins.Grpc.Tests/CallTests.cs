using System.Globalization;
using EGovPlatform.Standins.Grpc.Tests.Peer;
using Google.Protobuf;
using Grpc.Core;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>The four kinds of calls with generated code on both sides.</summary>
public sealed class CallTests
{
    [Fact]
    public async Task Unary()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().EchoAsync(new EchoRequest { Text = "안녕" });

        Assert.Equal("안녕", (await call).Text);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.Empty(call.GetTrailers());
        Assert.Equal(1, server.Observations.ServicesMade);
        Assert.Equal(1, server.Observations.ServicesDisposed);
    }

    [Fact]
    public async Task Unary_blocking()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        Assert.Equal("now", channel.Client().Echo(new EchoRequest { Text = "now" }).Text);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(16 * 1024)]
    [InlineData(3 * 1024 * 1024)]
    public async Task Messages_of_any_allowed_size(int size)
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var payload = new byte[size];
        new Random(1).NextBytes(payload);
        var answer = await channel.Client().EchoAsync(new EchoRequest { Payload = ByteString.CopyFrom(payload) });
        Assert.True(payload.AsSpan().SequenceEqual(answer.Payload.Span));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public async Task Server_streaming(int count)
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest { Count = count });

        var numbers = new List<int>();
        await foreach (var message in call.ResponseStream.ReadAllAsync())
        {
            numbers.Add(message.Number);
        }

        Assert.Equal(Enumerable.Range(1, count), numbers);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None));
    }

    [Fact]
    public async Task Server_streaming_that_fails_after_its_messages()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest { Count = 2, Behavior = "fail" });

        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None));
        var e = await FailsAsync(StatusCode.Aborted, () => call.ResponseStream.MoveNext(CancellationToken.None));
        Assert.Equal("after the last", e.Status.Detail);
    }

    [Fact]
    public async Task Client_streaming()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Sum();
        for (var i = 1; i <= 100; i++)
        {
            await call.RequestStream.WriteAsync(new SumRequest { Number = i });
        }

        await call.RequestStream.CompleteAsync();
        Assert.Equal(5050, (await call).Sum);
        await Assert.ThrowsAsync<InvalidOperationException>(() => call.RequestStream.WriteAsync(new SumRequest()));
    }

    [Fact]
    public async Task Client_streaming_of_nothing()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Sum();
        await call.RequestStream.CompleteAsync();
        Assert.Equal(0, (await call).Sum);
    }

    [Fact]
    public async Task Duplex_answers_each_message_before_the_next()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Chat();
        for (var i = 0; i < 10; i++)
        {
            await call.RequestStream.WriteAsync(new EchoRequest { Text = i.ToString(CultureInfo.InvariantCulture) });
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
            Assert.Equal(i.ToString(CultureInfo.InvariantCulture), call.ResponseStream.Current.Text);
        }

        await call.RequestStream.CompleteAsync();
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Many_calls_at_once_over_one_channel()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var client = channel.Client();
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(async i => (i, (await client.EchoAsync(new EchoRequest { Text = $"{i}" })).Text)));
        Assert.All(answers, a => Assert.Equal($"{a.i}", a.Text));
        Assert.Equal(300, server.Observations.ServicesDisposed);
    }

    [Fact]
    public async Task Context_tells_the_call()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var text = (await channel.Client().EchoAsync(new EchoRequest { Behavior = "context" }, deadline: DateTime.UtcNow.AddMinutes(5))).Text.Split('|');
        Assert.Equal("/standins.peer.v1.PeerService/Echo", text[0]);
        Assert.Equal(server.Address.Authority, text[1]);
        Assert.StartsWith("ipv4:127.0.0.1:", text[2], StringComparison.Ordinal);
        Assert.InRange(DateTime.Parse(text[3], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind), DateTime.UtcNow.AddMinutes(4), DateTime.UtcNow.AddMinutes(5.1));
        Assert.Equal("HTTP/2", text[4]);
    }
}
