using EGovPlatform.Resources.Changes;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>A position of the log with its row and the row of the record's previous version, as they are stored.</summary>
internal sealed record LoggedRow(long Position, byte[] Chain, ChangeDraft? Change, byte[] Hash, byte[]? PreviousHash, long PreviousPosition)
{
    private const string Sql = """
        select p.position, p.chain, c.resource_type, c.name, c.version, c.kind, c.actor, c.on_behalf_of, c.reason, c.request_id, c.traceparent,
               c.recorded_time, c.known_on, c.valid_on, c.changed_paths, c.body, c.deleted, c.workspace, c.hash, b.hash, bp.position
        from position p left join change c on c.seq = p.seq
        left join change b on b.name = c.name and b.version = c.version - 1 left join position bp on bp.seq = b.seq
        where p.position > $1 and p.position <= $2 order by p.position limit $3
        """;

    /// <summary>Rows after a position up to another, a page at a time, so that no statement lasts.</summary>
    public static async Task<List<LoggedRow>> ReadAsync(NpgsqlConnection connection, long after, long last, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Sql, connection) { Parameters = { new() { Value = after }, new() { Value = last }, new() { Value = limit } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new List<LoggedRow>();
        while (await row.ReadAsync(cancellation))
        {
            found.Add(new LoggedRow(
                row.GetInt64(0), row.GetFieldValue<byte[]>(1), row.IsDBNull(2) ? null : Draft(row),
                row.IsDBNull(18) ? [] : row.GetFieldValue<byte[]>(18), row.IsDBNull(19) ? null : row.GetFieldValue<byte[]>(19), row.IsDBNull(20) ? 0 : row.GetInt64(20)));
        }

        return found;
    }

    private static ChangeDraft Draft(NpgsqlDataReader row) => new(
        row.GetString(2), row.GetString(3), row.GetInt64(4), row.GetString(5), row.GetString(6), row.GetString(7), row.GetString(8), row.GetString(9), row.GetString(10),
        row.GetDateTime(11), row.IsDBNull(12) ? null : row.GetFieldValue<DateOnly>(12), row.GetString(13), row.GetFieldValue<string[]>(14), row.GetFieldValue<byte[]>(15), row.GetBoolean(16), row.GetString(17));
}
