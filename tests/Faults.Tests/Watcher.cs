using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using Grpc.Net.Client;

namespace EGovPlatform.Faults.Tests;

/// <summary>Follows the log of Countries through the gateways and goes on where it was whenever the stream ends.</summary>
internal sealed class Watcher(Site site, History history) : IAsyncDisposable
{
    private readonly CancellationTokenSource ended = new();
    private Task running = Task.CompletedTask;
    private long position;

    public long Position => Interlocked.Read(ref position);

    public void Start() => running = RunAsync();

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        await running;
        ended.Dispose();
    }

    private async Task RunAsync()
    {
        for (var turn = 0; !ended.IsCancellationRequested; turn++)
        {
            try
            {
                using var channel = GrpcChannel.ForAddress($"http://127.0.0.1:{site.PortOf(site.Gateways[turn % site.Gateways.Count], "grpc")}", new GrpcChannelOptions
                {
                    HttpHandler = new BearerHandler(TestIssuer.Token(Role.Auditor), new SocketsHttpHandler
                    {
                        ConnectTimeout = TimeSpan.FromSeconds(2),
                        KeepAlivePingDelay = TimeSpan.FromSeconds(1),
                        KeepAlivePingTimeout = TimeSpan.FromSeconds(1),
                    }),
                    DisposeHttpClient = true,
                });
                await FollowAsync(new ChangeService.ChangeServiceClient(channel));
            }
            catch (RpcException)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task FollowAsync(ChangeService.ChangeServiceClient client)
    {
        using var call = client.WatchChanges(new WatchRequest { AfterPosition = Position }, cancellationToken: ended.Token);
        await foreach (var response in call.ResponseStream.ReadAllAsync(ended.Token))
        {
            if (response.Change is { } change)
            {
                if (change.Position != Position + 1)
                {
                    history.Broken.Enqueue($"the watch went from {Position} to {change.Position}");
                }

                Interlocked.Exchange(ref position, change.Position);
            }
        }
    }
}
