using EGovPlatform.Standins.Grpc.Tests.Peer;
using Grpc.Core;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Extensions.DependencyInjection;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>A server that stops lets calls under way finish and takes no more.</summary>
public sealed class DrainTests
{
    [Fact]
    public async Task Calls_under_way_finish_and_new_ones_go_elsewhere()
    {
        await using var server = await PeerServer.StartAsync();
        using var channel = server.Channel();
        var underWay = channel.Client().EchoAsync(new EchoRequest { Behavior = "stuck", Text = "late" }).ResponseAsync;
        await server.Observations.Entered.Task.WaitAsync(Patience);

        var stopping = server.Services.GetRequiredService<IServer>().StopAsync(CancellationToken.None);
        await UntilUnavailableAsync(channel.Client());
        Assert.False(underWay.IsCompleted);
        server.Observations.Release.TrySetResult();

        Assert.Equal("late", (await underWay.WaitAsync(Patience)).Text);
        await stopping.WaitAsync(Patience);
    }

    // Until the server's word of it arrives, calls succeed; none fails in another way.
    private static async Task UntilUnavailableAsync(PeerService.PeerServiceClient client)
    {
        using var limit = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await client.EchoAsync(new EchoRequest(), cancellationToken: limit.Token);
            }
            catch (RpcException e)
            {
                Assert.True(e.StatusCode == StatusCode.Unavailable, $"Waited {Patience} for new calls to be refused: {e.Status}");
                return;
            }
        }
    }
}
