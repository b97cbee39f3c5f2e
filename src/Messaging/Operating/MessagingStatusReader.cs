using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.Messaging.Operating;

/// <summary>How far this service's log is sent and others' logs are applied, from its database.</summary>
internal static class MessagingStatusReader
{
    public static async Task<MessagingStatus> ReadAsync(NpgsqlConnection connection, MessagingOptions options, CancellationToken cancellation)
    {
        var status = new MessagingStatus { Service = options.Service };
        await using (var command = new NpgsqlCommand("""
            with sent as (select coalesce((select position from cursor_position where reader = 'relay'), 0) as position)
            select (select position from sequencer), sent.position,
                (select c.recorded_time from position p join change c using (seq) where p.position > sent.position order by p.position limit 1),
                (select count(*) from parked where direction = 'out'), (select count(*) from parked where direction = 'in')
            from sent
            """, connection))
        await using (var row = await command.ExecuteReaderAsync(cancellation))
        {
            await row.ReadAsync(cancellation);
            status.LastPosition = row.GetInt64(0);
            status.SentPosition = row.GetInt64(1);
            status.OldestUnsentTime = await row.IsDBNullAsync(2, cancellation) ? null : row.GetDateTime(2).ToTimestamp();
            status.ParkedOut = row.GetInt64(3);
            status.ParkedIn = row.GetInt64(4);
        }

        foreach (var source in options.Sources)
        {
            status.Followed.Add(new FollowedLog { Service = source, Position = await Log.Cursors.ReadAsync(connection, PostgresInbox.Reader(source), cancellation) });
        }

        return status;
    }
}
