using EGovPlatform.Common.V1;
using Npgsql;

namespace EGovPlatform.Resources.Audit;

/// <summary>
/// What the log's own hashes cannot show: a genuine-looking row put in at a record's end, the newest rows cut off, and a record
/// changed beside the log.
/// </summary>
internal static class LogAgainstRecords
{
    private const int Most = 1000;

    // Rows that every snapshot before the sequencer's last has seen and that have no position were slipped in under an old id.
    private const string Unnumbered = """
        select c.name, c.version from change c, sequencer s
        where c.xid < s.horizon and not exists (select from position p where p.seq = c.seq) limit $1
        """;

    private const string Cut = "select s.position from sequencer s where s.position > (select coalesce(max(position), 0) from position)";

    public static async Task<List<LogFinding>> FindAsync(NpgsqlConnection connection, ResourceTypes types, CancellationToken cancellation)
    {
        var found = await RowsAsync(connection, Unnumbered, LogFault.Inserted, "The change was put in beside the log's order.", cancellation);
        await using (var command = new NpgsqlCommand(Cut, connection))
        {
            if (await command.ExecuteScalarAsync(cancellation) is long numbered)
            {
                found.Add(new LogFinding { Fault = LogFault.Removed, Position = numbered, Message = "The newest changes are gone." });
            }
        }

        foreach (var type in types.All)
        {
            found.AddRange(await RowsAsync(
                connection,
                $"select t.name, t.version from \"{type.Table}\" t left join change c on c.name = t.name and c.version = t.version where c.hash is distinct from t.hash or c.body is distinct from t.body limit $1",
                LogFault.Changed, "The record is not what its last change in the log says.", cancellation));
            found.AddRange(await RowsAsync(
                connection,
                $"select c.name, c.version from change c left join \"{type.Table}\" t on t.name = c.name where c.resource_type = '{type.TypeName}' and c.version > coalesce(t.version, 0) limit $1",
                LogFault.Inserted, "The record never had this version.", cancellation));
        }

        return found;
    }

    private static async Task<List<LogFinding>> RowsAsync(NpgsqlConnection connection, string sql, LogFault fault, string message, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0, Parameters = { new() { Value = Most } } };
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new List<LogFinding>();
        while (await row.ReadAsync(cancellation))
        {
            found.Add(new LogFinding { Fault = fault, Name = row.GetString(0), Version = row.GetInt64(1), Message = message });
        }

        return found;
    }
}
