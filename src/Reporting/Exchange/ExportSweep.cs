using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Takes expired files of exports away, once an hour.</summary>
internal sealed partial class ExportSweep(ExportFiles files, TimeProvider time, ILogger<ExportSweep> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await files.SweepAsync(stoppingToken);
            }
            catch (NpgsqlException e)
            {
                Failed(log, e.Message);
            }
        }
    }

    [LoggerMessage(1, LogLevel.Warning, "Expired files of exports stay until the next hour: {Reason}")]
    private static partial void Failed(ILogger logger, string reason);
}
