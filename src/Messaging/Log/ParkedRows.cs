using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Operating;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.Messaging.Log;

/// <summary>Changes set aside for an operator, in table parked.</summary>
internal static class ParkedRows
{
    /// <summary>Parks a change ("out": could not be published, "in": could not be applied), or counts one more attempt.</summary>
    public static async Task InsertAsync(
        NpgsqlConnection connection, string direction, Change change, string reason, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            insert into parked as p (direction, source, position, event_type, name, reason, change)
            values ($1, $2, $3, $4, $5, $6, $7)
            on conflict (direction, source, position) do update
            set reason = excluded.reason, attempts = p.attempts + 1, parked_time = clock_timestamp()
            """, connection)
        {
            Parameters =
            {
                new() { Value = direction },
                new() { Value = change.Service },
                new() { Value = change.Position },
                new() { Value = change.EventType },
                new() { Value = change.Name },
                new() { Value = reason },
                new() { Value = change.ToByteArray() },
            },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Rows after a key, in order of direction, source and position.</summary>
    public static async Task<List<ParkedChange>> ListAsync(
        NpgsqlConnection connection, string collection, ParkedKey after, int limit, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("""
            select direction, source, position, event_type, name, reason, parked_time, attempts from parked
            where (direction, source, position) > ($1, $2, $3) order by direction, source, position limit $4
            """, connection)
        {
            Parameters =
            {
                new() { Value = after.Direction ?? "" }, new() { Value = after.Source ?? "" }, new() { Value = after.Position }, new() { Value = limit },
            },
        };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var found = new List<ParkedChange>();
        while (await rows.ReadAsync(cancellation))
        {
            var key = new ParkedKey(rows.GetString(0), rows.GetString(1), rows.GetInt64(2));
            found.Add(new()
            {
                Name = $"{collection}/{key}",
                Direction = key.Direction == ParkedKey.In ? ParkedDirection.In : ParkedDirection.Out,
                Source = key.Source,
                Position = key.Position,
                EventType = rows.GetString(3),
                Resource = rows.GetString(4),
                Reason = rows.GetString(5),
                ParkedTime = rows.GetDateTime(6).ToTimestamp(),
                Attempts = rows.GetInt32(7),
            });
        }
        return found;
    }

    /// <summary>The change of a row; null when it is parked no longer.</summary>
    public static async Task<Change?> FindAsync(NpgsqlConnection connection, ParkedKey key, CancellationToken cancellation)
    {
        await using var command = OfKey("select change from parked", connection, key);
        return await command.ExecuteScalarAsync(cancellation) is byte[] change ? Change.Parser.ParseFrom(change) : null;
    }

    /// <summary>Removes a row; false when there is none.</summary>
    public static async Task<bool> RemoveAsync(NpgsqlConnection connection, ParkedKey key, CancellationToken cancellation)
    {
        await using var command = OfKey("delete from parked", connection, key);
        return await command.ExecuteNonQueryAsync(cancellation) == 1;
    }

    private static NpgsqlCommand OfKey(string what, NpgsqlConnection connection, ParkedKey key) =>
        new($"{what} where direction = $1 and source = $2 and position = $3", connection)
        {
            Parameters = { new() { Value = key.Direction }, new() { Value = key.Source }, new() { Value = key.Position } },
        };
}
