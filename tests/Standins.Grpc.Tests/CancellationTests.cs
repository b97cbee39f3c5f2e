using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Deadlines and cancellation, seen from both ends.</summary>
public sealed class CancellationTests
{
    [Fact]
    public async Task Deadline_ends_the_call_on_both_sides()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        await FailsAsync(StatusCode.DeadlineExceeded, async () =>
            await channel.Client().EchoAsync(new EchoRequest { Behavior = "wait" }, deadline: DateTime.UtcNow.AddMilliseconds(150)));
        await server.Observations.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Deadline_that_has_passed_never_reaches_the_server()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        await FailsAsync(StatusCode.DeadlineExceeded, async () =>
            await channel.Client().EchoAsync(new EchoRequest(), deadline: DateTime.UtcNow.AddSeconds(-1)));
        Assert.Equal(0, server.Observations.ServicesMade);
    }

    [Fact]
    public async Task Deadline_ends_a_stream_between_messages()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Count(new CountRequest { Count = 3, Behavior = "wait" }, deadline: DateTime.UtcNow.AddSeconds(5));
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        }

        await FailsAsync(StatusCode.DeadlineExceeded, () => call.ResponseStream.MoveNext(CancellationToken.None));
        await server.Observations.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Cancelling_reaches_the_method()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var source = new CancellationTokenSource();
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "wait" }, cancellationToken: source.Token);
        await server.Observations.Entered.Task.WaitAsync(Patience);

        await source.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, async () => await call);
        await server.Observations.Cancelled.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Disposing_a_stream_reaches_the_method()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var call = channel.Client().Count(new CountRequest { Count = 1, Behavior = "wait" });
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));

        call.Dispose();
        await server.Observations.Cancelled.Task.WaitAsync(Patience);
        Assert.Equal(StatusCode.Cancelled, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Giving_up_a_read_ends_the_call()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        using var call = channel.Client().Chat();
        using var source = new CancellationTokenSource();
        var read = call.ResponseStream.MoveNext(source.Token);
        await source.CancelAsync();
        await FailsAsync(StatusCode.Cancelled, () => read);
        await FailsAsync(StatusCode.Cancelled, () => call.RequestStream.WriteAsync(new EchoRequest()));
    }

    [Fact]
    public async Task Cancellation_can_throw_as_dotnet_does()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel(o => o.ThrowOperationCanceledOnCancellation = true);
        using var source = new CancellationTokenSource();
        await source.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await channel.Client().EchoAsync(new EchoRequest(), cancellationToken: source.Token));
    }

    [Fact]
    public async Task Disposing_the_channel_ends_its_calls()
    {
        await using var server = await PeerServer.StartAsync();
        var channel = server.Channel();
        using var call = channel.Client().EchoAsync(new EchoRequest { Behavior = "wait" });
        await server.Observations.Entered.Task.WaitAsync(Patience);
        channel.Dispose();
        await FailsAsync(StatusCode.Cancelled, async () => await call);
        Assert.Throws<ObjectDisposedException>(channel.CreateCallInvoker);
    }
}
