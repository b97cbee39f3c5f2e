using System.Data;
using EGovPlatform.Messaging.Relay;
using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Messaging.Log;

/// <summary>
/// Runs the sequencer and the relay in exactly one process per database: the one whose session holds an advisory lock.
/// The others ask for it once a second, so a killed leader is replaced as soon as PostgreSQL sees it gone.
/// </summary>
public sealed class LogLeader(
    NpgsqlDataSource database, SequencerSignal written, ChangeSignal numbered,
    TimeProvider time, ILogger<LogLeader> log, ChangeRelay? relay = null) : BackgroundService
{
    // Advisory locks are per database; the number only has to differ from other uses.
    private const long LockKey = 0x65676F76_00000001;
    private const int AnswerSeconds = 5;
    private static readonly TimeSpan StandBy = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await LeadAsync(() => failures = 0, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                var level = failures is 0 or 10 ? LogLevel.Warning : LogLevel.Debug;
                log.Log(level, "Numbering changes stopped, trying again: {Reason}", e.Message);
                await Backoff.WaitAsync(failures++, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task LeadAsync(Action started, CancellationToken stopping)
    {
        await using var connection = await database.OpenConnectionAsync(stopping);
        while (!await TryLockAsync(connection, stopping))
        {
            await Task.Delay(StandBy, time, stopping);
        }

        using var leading = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var sequencer = new Sequencer(connection, written, numbered, time);
        var sequencing = sequencer.RunAsync(started, leading.Token);
        var relaying = relay?.RunAsync(numbered, leading.Token) ?? Task.Delay(Timeout.Infinite, leading.Token);
        var ended = await Task.WhenAny(sequencing, relaying);
        await leading.CancelAsync();
        await Task.WhenAll(sequencing, relaying).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (connection.FullState == ConnectionState.Open)
        {
            // A pooled connection would keep the lock and the settings; a broken one has lost them.
            await using var reset = new NpgsqlCommand("select pg_advisory_unlock_all(); reset all", connection) { CommandTimeout = AnswerSeconds };
            await reset.ExecuteNonQueryAsync(CancellationToken.None);
        }

        // The reason is what ended first, not the cancellation it caused.
        await ended;
    }

    private static async Task<bool> TryLockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection)
        {
            Parameters = { new() { Value = LockKey } },
        };
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }
}
