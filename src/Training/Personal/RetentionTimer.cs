using EGovPlatform.Messaging;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using Npgsql;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>
/// Erases what is due once in every `Personal:EraseDueEvery` (a day; 0 switches it off), whichever replica comes first.
/// The run of a stretch of time is an operation with an id of that stretch: a restart or another replica finds it done.
/// </summary>
internal sealed partial class RetentionTimer(Retention retention, NpgsqlDataSource database, IConfiguration configuration, TimeProvider time, ILogger<RetentionTimer> log) : BackgroundService
{
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);

    private readonly TimeSpan every = configuration.GetValue("Personal:EraseDueEvery", Daily);

    /// <summary>Id of the run for the stretch a moment lies in.</summary>
    public static string RunOf(DateTimeOffset now, TimeSpan every)
    {
        Span<byte> id = stackalloc byte[16];
        BitConverter.TryWriteBytes(id, every.Ticks);
        BitConverter.TryWriteBytes(id[8..], now.UtcTicks / every.Ticks);
        return new Guid(id).ToString();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; every > TimeSpan.Zero && !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await StartAsync(time.GetUtcNow(), stoppingToken);
                failures = 0;
                await Task.Delay(TimeSpan.FromTicks(every.Ticks - (time.GetUtcNow().UtcTicks % every.Ticks)), time, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Waits(log, e.Message);
                await Backoff.WaitAsync(failures++, time, stoppingToken);
            }
        }
    }

    private async Task StartAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TryTakeAsync(database, Retention.LockKey, cancellation);
        if (turn is not null)
        {
            await retention.StartAsync(new EraseDueRequest { RequestId = RunOf(now, every) });
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Erasing what is due waits: {Reason}")]
    private static partial void Waits(ILogger logger, string reason);
}
