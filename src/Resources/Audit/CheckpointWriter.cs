using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>
/// Checks what the log gained since the last checkpoint and signs it, every minute in which it grew. Each checkpoint is also told to
/// the console log, whose copy elsewhere shows a log that was cut off together with its checkpoints.
/// </summary>
public sealed partial class CheckpointWriter(
    ServiceIdentity service, NpgsqlDataSource database, CheckpointKey keys, TimeProvider time, ILogger<CheckpointWriter> log) : BackgroundService
{
    private const long LockKey = 0x65676F76_00000003;
    private const int Page = 500;
    private static readonly TimeSpan Every = TimeSpan.FromMinutes(1);

    /// <summary>Signs the log as it is now; false when it did not grow, another process is at it, or what it gained is not genuine.</summary>
    public async Task<bool> WriteAsync(CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TryTakeAsync(database, LockKey, cancellation);
        return turn is not null && await WriteAsync(turn.Session, cancellation);
    }

    private async Task<bool> WriteAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var before = (await Checkpoint.ReadAsync(connection, cancellation, "where number = (select max(number) from checkpoint)")).FirstOrDefault() ?? Checkpoint.Start;
        var last = await ChangeRows.LastPositionAsync(connection, cancellation);
        var (position, chain) = (before.Position, before.Chain);
        while (position < last)
        {
            var rows = await LoggedRow.ReadAsync(connection, position, last, Page, cancellation);
            foreach (var row in rows)
            {
                if (LogFindings.Of(row, position, chain).FirstOrDefault() is { } finding)
                {
                    NotGenuine(log, finding.Position, finding.Message);
                    return false;
                }

                (position, chain) = (row.Position, row.Chain);
            }
        }

        if (position == before.Position)
        {
            return false;
        }

        using var key = await keys.LoadAsync(cancellation);
        var made = Checkpoint.Sign(key, service.Name, before, position, chain, time.GetUtcNow().UtcDateTime);
        var saved = await made.SaveAsync(connection, cancellation);
        Signed(log, made.Number, position, Convert.ToHexStringLower(chain), Convert.ToBase64String(made.Signature));
        return saved;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Every, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await WriteAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Failed(log, e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Checkpoint {Number} at position {Position}, chain {Chain}, signature {Signature}")]
    private static partial void Signed(ILogger logger, long number, long position, string chain, string signature);

    [LoggerMessage(2, LogLevel.Error, "The change log is not what was written, at position {Position}: {Reason} No checkpoint is signed until it is looked into.")]
    private static partial void NotGenuine(ILogger logger, long position, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The checkpoint of this minute was not made: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);
}
