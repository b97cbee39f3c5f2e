using EGovPlatform.Integration.V1;
using Grpc.Core;

namespace EGovPlatform.Gateway.Keys;

/// <summary>Follows which keys were revoked or rotated, for as long as the gateway runs.</summary>
internal sealed class KeyWatch(KeyExchange exchange, TimeProvider time, ILogger<KeyWatch> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await FollowAsync(stoppingToken);
            }
            catch (Exception e) when (e is RpcException or OperationCanceledException or InvalidOperationException)
            {
                log.LogDebug("Keys are not followed, so each call with one asks: {Reason}", e.Message);
            }
            finally
            {
                exchange.Forget();
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task FollowAsync(CancellationToken stopping)
    {
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        silence.CancelAfter(Silence);
        var (client, headers) = exchange.Connect();
        using var call = client.WatchApiKeys(new WatchApiKeysRequest(), headers, cancellationToken: silence.Token);
        while (await call.ResponseStream.MoveNext(silence.Token))
        {
            exchange.Hear(call.ResponseStream.Current.Name);
            silence.CancelAfter(Silence);
        }
    }
}
