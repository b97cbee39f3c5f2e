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

    private const int PageSize = 500;
    private const long LockKey = 0x6d617274;

    private readonly Projector beside = new("mart_next");

    /// <summary>The work of the operation.</summary>
    public async Task<IMessage?> RunAsync(OperationRunner.Report report, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        if (!await LockAsync(connection, cancellation))
        {
            throw Access.Errors.Unavailable("Another rebuild is under way; the projection");
        }

        try
        {
            await BuildAsync(connection, report, cancellation);
        }
        finally
        {
            // A pooled connection would keep it.
            await ExecuteAsync(connection, $"select pg_advisory_unlock({LockKey})", CancellationToken.None);
        }

        return await ProjectionStatusReader.ReadAsync(connection, withDigest: true, cancellation);
    }

    private async Task BuildAsync(NpgsqlConnection connection, OperationRunner.Report report, CancellationToken cancellation)
    {
        await ExecuteAsync(connection, "select mart_prepare()", cancellation);
        var reached = Sources.ToDictionary(s => s, _ => 0L, StringComparer.Ordinal);
        var ends = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var source in Sources)
        {
            await FollowAsync(connection, source, long.MaxValue, reached, ends, report, cancellation);
        }

        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, "lock table projection_source in access exclusive mode", cancellation);
        foreach (var position in await MartReader.PositionsAsync(connection, cancellation))
        {
            // What the consumer applied since: nothing may be lost by the swap.
            if (reached.ContainsKey(position.Service))
            {
                await FollowAsync(connection, position.Service, position.Position, reached, ends, (_, _) => Task.CompletedTask, cancellation);
            }
        }

        await ExecuteAsync(connection, "select mart_swap()", cancellation);
        CrashPoints.Pass(CrashPoints.RebuildSwapped);
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>Applies a log up to a position, or to its end.</summary>
    private async Task FollowAsync(
        NpgsqlConnection connection, string source, long upTo, Dictionary<string, long> reached, Dictionary<string, long> ends,
        OperationRunner.Report report, CancellationToken cancellation)
    {
        while (reached[source] < upTo)
        {
            var page = await pull(source, reached[source], PageSize, cancellation);
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

    private static async Task<bool> LockAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select pg_try_advisory_lock({LockKey})", connection);
        return await command.ExecuteScalarAsync(cancellation) is true;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }
}
