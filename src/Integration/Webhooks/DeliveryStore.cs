using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>A delivery this process has taken on.</summary>
internal sealed record DueDelivery(long Id, string Webhook, string EventId, byte[] Payload, int Tries);

/// <summary>Deliveries in the database.</summary>
internal sealed class DeliveryStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>How many deliveries to one webhook are under way at once.</summary>
    private const int AtOnce = 8;
    private const int KeptAttempts = 20;
    private const int PruneChunk = 5000;
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Longer than a try may take, so that a delivery whose process died is taken on by another.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Puts events in line. One that is in line already, for the same replay, stays as it is.</summary>
    public async Task AddAsync(NpgsqlConnection connection, IReadOnlyCollection<(string Webhook, WebhookEvent Event)> events, string replay, CancellationToken cancellation)
    {
        await using var command = connection.Command(
            """
            insert into webhook_delivery (webhook, event_id, event_type, subject, payload, replay, state, create_time, next_time)
            select *, $6, 1, $7, $7 from unnest($1, $2, $3, $4, $5) on conflict do nothing
            """,
            events.Select(e => e.Webhook).ToArray(),
            events.Select(e => e.Event.Id).ToArray(),
            events.Select(e => e.Event.Type).ToArray(),
            events.Select(e => e.Event.Subject).ToArray(),
            events.Select(e => e.Event.Payload()).ToArray(),
            replay,
            time.GetUtcNow());
        await command.ExecuteNonQueryAsync(cancellation);
    }

    /// <summary>Takes on what is due, a few for each active webhook, so that a slow one does not hold up the others.</summary>
    public async Task<List<DueDelivery>> TakeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            """
            update webhook_delivery d set leased_until = $2 from webhook w, lateral (
                select id from webhook_delivery where webhook = w.name and next_time <= $1 and (leased_until is null or leased_until <= $1)
                order by next_time, id
                limit greatest(0, $4 - (select count(*) from webhook_delivery l where l.webhook = w.name and l.next_time is not null and l.leased_until > $1))
                for update skip locked) due
            where w.state = $3 and d.id = due.id
            returning d.id, d.webhook, d.event_id, d.payload, d.tries
            """,
            now, now + Lease, (int)WebhookState.Active, AtOnce);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var taken = new List<DueDelivery>();
        while (await reader.ReadAsync(cancellation))
        {
            taken.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), reader.GetFieldValue<byte[]>(3), reader.GetInt32(4)));
        }

        return taken;
    }

    /// <summary>Writes down a try.</summary>
    /// <param name="id">Which delivery.</param>
    /// <param name="attempt">What came of it.</param>
    /// <param name="state">How the delivery stands now.</param>
    /// <param name="pause">Until the next try, when it waits.</param>
    public async Task SettleAsync(long id, DeliveryAttempt attempt, DeliveryState state, TimeSpan? pause)
    {
        await using var command = database.Command(
            """
            update webhook_delivery set state = $2, tries = tries + 1, attempts = (array_append(attempts, $3))[greatest(1, cardinality(attempts) + 2 - $4):],
                next_time = $5::timestamptz, leased_until = null
            where id = $1
            """,
            id, (int)state, attempt.ToByteArray(), KeptAttempts, state == DeliveryState.Waiting ? time.GetUtcNow() + (pause ?? TimeSpan.Zero) : DBNull.Value);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes what was settled long ago, a chunk at a time; true when there may be more.</summary>
    public async Task<bool> PruneAsync(CancellationToken cancellation)
    {
        await using var command = database.Command("delete from webhook_delivery where id in (select id from webhook_delivery where next_time is null and create_time < $1 limit $2)", time.GetUtcNow() - Kept, PruneChunk);
        return await command.ExecuteNonQueryAsync(cancellation) == PruneChunk;
    }

    /// <summary>A page, newest first. The token is the last row's number.</summary>
    public async Task<ListWebhookDeliveriesResponse> ListAsync(ListWebhookDeliveriesRequest request, CancellationToken cancellation)
    {
        var before = long.MaxValue;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, out before))
        {
            throw Errors.InvalidPageToken();
        }

        var size = Pages.Size(request.PageSize);
        await using var command = database.Command(
            """
            select id, event_id, event_type, subject, state, attempts, create_time, next_time, replay from webhook_delivery
            where webhook = $1 and id < $2 and ($3 = '{}' or state = any($3)) order by id desc limit $4
            """,
            request.Parent, before, request.States.Select(s => (int)s).ToArray(), size + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var response = new ListWebhookDeliveriesResponse();
        while (await reader.ReadAsync(cancellation))
        {
            if (response.Deliveries.Count == size)
            {
                response.NextPageToken = response.Deliveries[^1].Name.Split('/')[^1];
                break;
            }

            response.Deliveries.Add(Delivery(request.Parent, reader));
        }

        return response;
    }

    private static WebhookDelivery Delivery(string webhook, NpgsqlDataReader row) => new()
    {
        Name = FormattableString.Invariant($"{webhook}/deliveries/{row.GetInt64(0)}"),
        EventId = row.GetString(1),
        EventType = row.GetString(2),
        Subject = row.GetString(3),
        State = (DeliveryState)row.GetInt32(4),
        Attempts = { row.GetFieldValue<byte[][]>(5).Select(DeliveryAttempt.Parser.ParseFrom) },
        CreateTime = Timestamp.FromDateTime(row.GetDateTime(6)),
        NextAttemptTime = row.IsDBNull(7) ? null : Timestamp.FromDateTime(row.GetDateTime(7)),
        Replay = row.GetString(8),
    };
}
