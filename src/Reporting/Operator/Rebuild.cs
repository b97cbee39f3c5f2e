using EGovPlatform.Common.V1;
using EGovPlatform.Messaging;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.Resources;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.ReportingService.Operator;

/// <summary>
/// Builds the mart anew from the owners' logs beside the one in use and puts it in its place. The consumer goes on
/// meanwhile: what both apply is one and the same row.
/// </summary>
public sealed class Rebuild(NpgsqlDataSource database, PullChanges pull)
{
    /// <summary>Services whose logs make the mart.</summary>
    public static readonly IReadOnlyList<string> Sources = ["activities", "countries", "reporting", "training"];

    private const string Beside = "mart_next";
    private const int PageSize = 500;
    private static readonly TimeSpan CatchUpLimit = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CatchUpPoll = TimeSpan.FromMilliseconds(200);
    private const int StillTries = 5;
    private const long LockKey = 0x6d617274;

    private readonly Projector beside = new(Beside);

    /// <summary>The work of the operation: a new mart in the place of the old one.</summary>
    public Task<IMessage?> RunAsync(OperationRunner.Report report, CancellationToken cancellation) => AloneAsync(async connection =>
    {
        var reached = await FillAsync(connection, report, cancellation);
        await WhileStillAsync(connection, reached, async () =>
        {
            await ExecuteAsync(connection, "select mart_swap()", cancellation);
            CrashPoints.Pass(CrashPoints.RebuildSwapped);
        }, cancellation);
        return await ProjectionStatusReader.ReadAsync(connection, withDigest: true, cancellation);
    }, cancellation);

    /// <summary>Builds a mart beside the one in use, up to the same positions, and compares all rows; nothing takes its place.</summary>
    public Task<IMessage?> VerifyAsync(OperationRunner.Report report, CancellationToken cancellation) => AloneAsync(async connection =>
    {
        var found = new ProjectionVerification();
        var reached = await FillAsync(connection, report, cancellation);
        await CatchUpAsync(connection, reached, cancellation);
        await WhileStillAsync(connection, reached, async () =>
        {
            found.Digest = await MartDigest.ComputeAsync(connection, Projector.Mart, cancellation);
            found.RebuiltDigest = await MartDigest.ComputeAsync(connection, Beside, cancellation);
            await ExecuteAsync(connection, $"drop schema {Beside} cascade", cancellation);
        }, cancellation);
        found.Equal = found.Digest == found.RebuiltDigest;
        return found;
    }, cancellation);

    private async Task<IMessage?> AloneAsync(Func<NpgsqlConnection, Task<IMessage>> work, CancellationToken cancellation)
    {
        await using var turn = await SessionLock.TryTakeAsync(database, LockKey, cancellation) ?? throw Access.Errors.Unavailable("Another rebuild is under way; the projection");
        return await work(turn.Session);
    }

    /// <summary>Builds the new mart up to the ends of all logs; answers with the positions reached.</summary>
    private async Task<Dictionary<string, long>> FillAsync(NpgsqlConnection connection, OperationRunner.Report report, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, "select mart_prepare()", cancellation);
        var reached = Sources.ToDictionary(s => s, _ => 0L, StringComparer.Ordinal);
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var source in Sources)
        {
            await FollowAsync(connection, source, long.MaxValue, reached, ends, report, cancellation);
        }

        return reached;
    }

    /// <summary>Waits until the mart in use is as far as the new one: a difference must not be one of time.</summary>
    private static async Task CatchUpAsync(NpgsqlConnection connection, Dictionary<string, long> reached, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(CatchUpPoll);
        for (var left = CatchUpLimit / CatchUpPoll; ; left--)
        {
            var positions = (await MartReader.PositionsAsync(connection, cancellation)).ToDictionary(p => p.Service, p => p.Position, StringComparer.Ordinal);
            if (reached.All(r => positions.GetValueOrDefault(r.Key) >= r.Value))
            {
                return;
            }

            if (left <= 0)
            {
                throw Access.Errors.Unavailable("The projection lags and could not be compared; it");
            }

            await timer.WaitForNextTickAsync(cancellation);
        }
    }

    /// <summary>Brings the new mart to where the consumer is and does something while neither of the two changes.</summary>
    private async Task WhileStillAsync(NpgsqlConnection connection, Dictionary<string, long> reached, Func<Task> work, CancellationToken cancellation)
    {
        var before = reached.ToList();
        for (var left = StillTries; ; left--)
        {
            try
            {
                await StillAsync(connection, reached, work, cancellation);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected && left > 1)
            {
                // A report or PostgreSQL's own analysis had one table of the old mart and waited for the next. What was applied here went back too.
                before.ForEach(b => reached[b.Key] = b.Value);
            }
        }
    }

    private async Task StillAsync(NpgsqlConnection connection, Dictionary<string, long> reached, Func<Task> work, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "lock table projection_source in access exclusive mode", cancellation);
        foreach (var position in await MartReader.PositionsAsync(connection, cancellation))
        {
            // What the consumer applied since: nothing may be lost by the swap.
            if (reached.ContainsKey(position.Service))
            {
                await FollowAsync(connection, position.Service, position.Position, reached, [], (_, _) => Task.CompletedTask, cancellation);
            }
        }

        await work();
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Applies a log up to a position, or to its end.</summary>
    private async Task FollowAsync(
        NpgsqlConnection connection, string source, long upTo, Dictionary<string, long> reached, Dictionary<string, long> ends,
        OperationRunner.Report report, CancellationToken cancellation)
    {
        while (reached[source] < upTo)
        {
            var page = await pull(source, reached[source], (int)Math.Min(PageSize, upTo - reached[source]), cancellation);
            await ApplyAsync(connection, page.Changes, cancellation);
            CrashPoints.Pass(CrashPoints.RebuildApplied);
            var moved = page.NextPosition > reached[source];
            reached[source] = Math.Max(reached[source], page.NextPosition);
            ends[source] = Math.Max(page.LastPosition, reached[source]);
            await report(reached.Values.Sum(), ends.Values.Sum());
            if (!moved || reached[source] >= page.LastPosition)
            {
                return;
            }
        }
    }

    // A change the consumer had to park is left out here too.
    private async Task ApplyAsync(NpgsqlConnection connection, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        try
        {
            await beside.ApplyAsync(connection, changes, cancellation);
        }
        catch (InvalidProtocolBufferException)
        {
            await beside.ApplyAsync(connection, [.. changes.Where(IsReadable)], cancellation);
        }
    }

    private static bool IsReadable(Change change)
    {
        try
        {
            return RecordRows.Of(change).Any();
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
