using Grpc.Core;
using Grpc.Net.Client;
using static EGovPlatform.Standins.Grpc.Tests.Peer.PeerService;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>A server, a channel to it and what tests ask of both.</summary>
public static class PeerClient
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static GrpcChannel Channel(this PeerServer server, Action<GrpcChannelOptions>? configure = null)
    {
        var options = new GrpcChannelOptions();
        configure?.Invoke(options);
        return GrpcChannel.ForAddress(server.Address, options);
    }

    public static PeerServiceClient Client(this GrpcChannel channel) => new(channel);

    public static async Task<RpcException> FailsAsync(StatusCode code, Func<Task> call)
    {
        var e = await Assert.ThrowsAsync<RpcException>(() => call().WaitAsync(Patience));
        Assert.True(code == e.StatusCode, $"Expected {code}: {e.Status}");
        return e;
    }
}
