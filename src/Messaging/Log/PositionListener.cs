using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Messaging.Log;

/// <summary>Hears of new positions in every process of the service, also those where the sequencer stands by.</summary>
public sealed class PositionListener(
    NpgsqlDataSource database, ChangeSignal signal, TimeProvider time, ILogger<PositionListener> log) : BackgroundService
{
    // A dead connection says nothing; asking it now and then brings its error to light.
    private static readonly TimeSpan Check = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, _) => signal.Pulse();
                await using var listen = new NpgsqlCommand($"listen {Sequencer.Channel}", connection);
                await listen.ExecuteNonQueryAsync(stoppingToken);
                // Whatever came before we listened was not heard.
                signal.Pulse();
                failures = 0;
                while (true)
                {
                    if (!await connection.WaitAsync(Check, stoppingToken))
                    {
                        await using var ask = new NpgsqlCommand("select 1", connection);
                        await ask.ExecuteNonQueryAsync(stoppingToken);
                    }
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Listening for new positions failed, trying again: {Reason}", e.Message);
                await Backoff.WaitAsync(failures++, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
