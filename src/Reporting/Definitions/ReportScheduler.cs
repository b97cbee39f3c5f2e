using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Snapshots;
using EGovPlatform.Resources;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.ReportingService.Definitions;

/// <summary>
/// Takes the snapshots that are due. One replica works at a time, by an advisory lock; that none is taken twice rests on
/// its name, which is the report's and the day's. A day missed while nothing ran is not made up for: only the last one due is taken.
/// </summary>
public sealed partial class ReportScheduler(
    NpgsqlDataSource database, Resource<Snapshot> snapshots, SnapshotTaker taker, TimeProvider time, ILogger<ReportScheduler> log) : BackgroundService
{
    private const long LockKey = 0x65676f76_00000002;
    private const int LongestId = 63;
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly Caller Staff = new("system/reporting", new HashSet<Role> { Role.Viewer }, [], [], "");

    /// <summary>Takes what is due and answers with the names; none when another replica is at work.</summary>
    public async Task<IReadOnlyList<string>> RunDueAsync(CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TryTakeAsync(database, LockKey, cancellation);
        return turn is null ? [] : await TakeAsync(turn.Session, cancellation);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunDueAsync(stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                Waits(log, e.Message);
            }

            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<string>> TakeAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var taken = new List<string>();
        foreach (var definition in await ScheduledAsync(connection, cancellation))
        {
            if (Schedules.LastDue(definition.Schedule, today) is not { } day)
            {
                continue;
            }

            var id = Id(definition.Name, day);
            if (!await ExistsAsync(connection, $"snapshots/{id}", cancellation) && await TakeAsync(definition, id, day, cancellation))
            {
                taken.Add($"snapshots/{id}");
            }
        }

        return taken;
    }

    // One report that cannot be asked keeps none of the others.
    private async Task<bool> TakeAsync(ReportDefinition definition, string id, DateOnly day, CancellationToken cancellation)
    {
        try
        {
            var workspace = definition.Record?.Workspace ?? "";
            var asked = new Snapshot
            {
                Title = $"{definition.Titles[0].Text}, {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}",
                Report = Placeholders.Fill(definition, new Dictionary<string, string>(StringComparer.Ordinal), day),
                ReportDefinition = definition.Name,
                PublicOnly = definition.PublicOnly,
            };
            return await snapshots.SeedAsync(id, await taker.FillAsync(asked, Staff with { Workspace = workspace }, cancellation), cancellation, workspace: workspace);
        }
        catch (RpcException e)
        {
            Refused(log, definition.Name, e.Status.Detail);
            return false;
        }
    }

    // The id of a report may be as long as a snapshot's.
    private static string Id(string definition, DateOnly day)
    {
        var suffix = day.ToString("'-'yyyy-MM-dd", CultureInfo.InvariantCulture);
        var id = definition.Split('/')[1];
        return id.Length + suffix.Length <= LongestId ? id + suffix
            : id[..(LongestId - suffix.Length - 9)].TrimEnd('-') + "-" + Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)))[..8] + suffix;
    }

    private static async Task<List<ReportDefinition>> ScheduledAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select body from report_definitions where schedule_unit not in ('', 'UNSPECIFIED') and delete_time is null order by name", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var definitions = new List<ReportDefinition>();
        while (await reader.ReadAsync(cancellation))
        {
            definitions.Add(ReportDefinition.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return definitions;
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select exists (select from snapshots where name = $1)", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    [LoggerMessage(1, LogLevel.Warning, "Scheduled reports wait: {Reason}")]
    private static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Definition} cannot be asked: {Reason}")]
    private static partial void Refused(ILogger logger, string definition, string reason);
}
