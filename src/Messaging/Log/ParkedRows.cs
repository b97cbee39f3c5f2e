using EGovPlatform.Common.V1;
using Google.Protobuf;
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
}
