using System.Net.Sockets;
using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Log;
using Npgsql;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>The inbox in this service's database.</summary>
public sealed class PostgresInbox(NpgsqlDataSource database, IEnumerable<IChangeHandler> handlers, MessagingOptions options) : IInbox
{
    private readonly IChangeHandler[] _handlers = [.. handlers];

    public async Task<long> PositionAsync(string source, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        return await Cursors.ReadAsync(connection, Reader(source), cancellation);
    }

    public Task<bool> ApplyAsync(
        string source, IReadOnlyList<Change> changes, long from, long to, CancellationToken cancellation) =>
        MoveAsync(source, from, to, async connection =>
        {
            foreach (var handler in changes.Count > 0 ? _handlers : [])
            {
                try
                {
                    await handler.ApplyAsync(connection, changes, cancellation);
                }
                catch (Exception e) when (!IsOutage(e))
                {
                    throw new ApplyRejectedException($"{handler.GetType().Name}: {e.Message}", e);
                }
            }
        }, cancellation);

    public Task<bool> ParkAsync(
        string source, Change change, string reason, long from, long to, CancellationToken cancellation) =>
        MoveAsync(source, from, to, connection => ParkedRows.InsertAsync(connection, "in", change, reason, cancellation), cancellation);

    /// <summary>Name of the source's row in cursor_position.</summary>
    internal static string Reader(string source) => $"from:{source}";

    private async Task<bool> MoveAsync(
        string source, long from, long to, Func<NpgsqlConnection, Task> work, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        // First the move: its row lock keeps two processes from applying the same stretch at once.
        if (from != to && !await Cursors.TryMoveAsync(connection, Reader(source), from, to, options.FlushLater, cancellation))
        {
            return false;
        }
        await work(connection);
        await transaction.CommitAsync(CancellationToken.None);
        return true;
    }

    // Also a missing table or column: then a migration is missing, not a change wrong.
    private static bool IsOutage(Exception e) => e switch
    {
        PostgresException database => database.IsTransient || database.SqlState[..2] is "08" or "25" or "40" or "42" or "53" or "55" or "57" or "58" or "XX",
        NpgsqlException or IOException or SocketException or TimeoutException or OperationCanceledException => true,
        _ => false,
    };
}
