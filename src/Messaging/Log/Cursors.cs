using Npgsql;

namespace EGovPlatform.Messaging.Log;

/// <summary>How far each reader got, in table cursor_position.</summary>
internal static class Cursors
{
    /// <summary>The reader's position; 0 when it has not begun.</summary>
    public static async Task<long> ReadAsync(NpgsqlConnection connection, string reader, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select position from cursor_position where reader = $1", connection)
        {
            Parameters = { new() { Value = reader } },
        };
        return (long?)await command.ExecuteScalarAsync(cancellation) ?? 0;
    }

    /// <summary>
    /// Moves a reader forward; a position it has passed already changes nothing. The commit does not wait for the disk: what a crash takes back
    /// is read again.
    /// </summary>
    public static async Task AdvanceAsync(NpgsqlConnection connection, string reader, long position, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        // Not `set local`, which warns where the batch itself is the transaction.
        batch.BatchCommands.Add(new("select set_config('synchronous_commit', 'off', true)"));
        batch.BatchCommands.Add(new("""
            insert into cursor_position as c (reader, position) values ($1, $2)
            on conflict (reader) do update set position = excluded.position where c.position < excluded.position
            """)
        {
            Parameters = { new() { Value = reader }, new() { Value = position } },
        });
        await batch.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>
    /// Moves a reader from one position to another and locks it until the transaction ends. False when it stands
    /// elsewhere, because another process or a rebuild moved it. With <paramref name="flushLater"/> the commit does not wait for the disk.
    /// </summary>
    public static async Task<bool> TryMoveAsync(
        NpgsqlConnection connection, string reader, long from, long to, bool flushLater, CancellationToken cancellation)
    {
        await using var batch = new NpgsqlBatch(connection);
        if (flushLater)
        {
            batch.BatchCommands.Add(new("set local synchronous_commit = off"));
        }

        batch.BatchCommands.Add(new("insert into cursor_position (reader, position) values ($1, 0) on conflict do nothing")
        {
            Parameters = { new() { Value = reader } },
        });
        batch.BatchCommands.Add(new("update cursor_position set position = $3 where reader = $1 and position = $2 returning position")
        {
            Parameters = { new() { Value = reader }, new() { Value = from }, new() { Value = to } },
        });
        return await batch.ExecuteScalarAsync(cancellation) is not null;
    }
}
