using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>A mail this process has taken on.</summary>
internal sealed record DueMail(NotificationMail Mail, long Id, string Owner, byte[]? Token, int Tries);

/// <summary>Mails in the database.</summary>
internal sealed class MailStore(NpgsqlDataSource database, MailOptions options, TimeProvider time)
{
    private const int AtOnce = 20;
    private const int KeptAttempts = 20;
    private const int PruneChunk = 5000;
    private const string Collection = "notificationMails/";
    private const string Columns = "m.id, m.subscription, m.kind, m.state, m.notices, m.attempts, m.create_time, m.next_time, m.owner, m.token, m.tries";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    /// <summary>Longer than a try may take, so that a mail whose process died is taken on by another.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly string domain = MimeKit.MailboxAddress.Parse(options.From).Domain;

    /// <summary>Puts a mail in line; one with the request id of an earlier mail is not.</summary>
    public async Task AddAsync(NpgsqlConnection connection, NotificationMail mail, string owner, byte[]? token = null, Guid? requestId = null)
    {
        await using var command = connection.Command(
            """
            insert into notification_mail (subscription, owner, kind, notices, token, request_id, create_time, next_time)
            values ($1::text, $2, $3, $4, $5::bytea, $6::uuid, $7, $7) on conflict (request_id) do nothing
            """,
            mail.Subscription.Length > 0 ? mail.Subscription : DBNull.Value, owner, (int)mail.Kind, mail.Notices.Select(n => n.ToByteArray()).ToArray(), token ?? (object)DBNull.Value, requestId ?? (object)DBNull.Value, time.GetUtcNow());
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Takes on what is due. Notices go to confirmed mailboxes only; they wait while one is not.</summary>
    public async Task<List<DueMail>> TakeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            $"""
            update notification_mail m set leased_until = $2 where id in (
                select d.id from notification_mail d left join notification_subscription s on s.name = d.subscription
                where d.next_time <= $1 and (d.leased_until is null or d.leased_until <= $1) and (d.kind <> $3 or s.state = $4)
                order by d.next_time, d.id limit $5 for update of d skip locked)
            returning {Columns}
            """,
            now, now + Lease, (int)NotificationMailKind.Notices, (int)NotificationSubscriptionState.Active, AtOnce);
        return await ReadAsync(command, cancellation);
    }

    /// <summary>Writes down a try.</summary>
    /// <param name="id">Which mail.</param>
    /// <param name="attempt">What came of it.</param>
    /// <param name="state">How the mail stands now.</param>
    /// <param name="pause">Until the next try, when it waits.</param>
    public async Task SettleAsync(long id, MailAttempt attempt, NotificationMailState state, TimeSpan? pause)
    {
        var waits = state == NotificationMailState.Waiting;
        await using var command = database.Command(
            """
            update notification_mail set state = $2, tries = tries + 1, attempts = (array_append(attempts, $3))[greatest(1, cardinality(attempts) + 2 - $4):],
                next_time = $5::timestamptz, token = case when $6 then token end, leased_until = null
            where id = $1
            """,
            id, (int)state, attempt.ToByteArray(), KeptAttempts, waits ? time.GetUtcNow() + (pause ?? TimeSpan.Zero) : DBNull.Value, waits);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The mail, if the caller may know of it.</summary>
    public async Task<NotificationMail> GetAsync(string name, Caller caller, CancellationToken cancellation)
    {
        var id = name.StartsWith(Collection, StringComparison.Ordinal) && long.TryParse(name[Collection.Length..], CultureInfo.InvariantCulture, out var number) ? number : 0;
        await using var command = database.Command($"select {Columns} from notification_mail m where id = $1 and (owner = $2 or $3)", id, caller.Subject, OwnerRights.SeesAll(caller));
        return (await ReadAsync(command, cancellation)).FirstOrDefault()?.Mail ?? throw Errors.NotFound(name);
    }

    /// <summary>The mail that a request made.</summary>
    public async Task<NotificationMail?> OfRequestAsync(Guid requestId, string owner, CancellationToken cancellation)
    {
        await using var command = database.Command($"select {Columns} from notification_mail m where request_id = $1 and owner = $2", requestId, owner);
        return (await ReadAsync(command, cancellation)).FirstOrDefault()?.Mail;
    }

    /// <summary>A page, newest first. The token is the last row's number.</summary>
    public async Task<ListNotificationMailsResponse> ListAsync(ListNotificationMailsRequest request, Caller caller, CancellationToken cancellation)
    {
        var before = long.MaxValue;
        if (request.PageToken.Length > 0 && !long.TryParse(request.PageToken, CultureInfo.InvariantCulture, out before))
        {
            throw Errors.InvalidPageToken();
        }

        var size = Pages.Size(request.PageSize);
        await using var command = database.Command(
            $"select {Columns} from notification_mail m where id < $1 and (owner = $2 or $3) and ($4 = '' or subscription = $4) and ($5 = '{{}}' or state = any($5)) order by id desc limit $6",
            before, caller.Subject, OwnerRights.SeesAll(caller), request.Subscription, request.States.Select(s => (int)s).ToArray(), size + 1);
        var found = await ReadAsync(command, cancellation);
        return new ListNotificationMailsResponse
        {
            NotificationMails = { found.Take(size).Select(m => m.Mail) },
            NextPageToken = found.Count > size ? found[size - 1].Id.ToString(CultureInfo.InvariantCulture) : "",
        };
    }

    /// <summary>How many requests to confirm a subject has caused since a moment.</summary>
    public static async Task<long> ConfirmationsAsync(NpgsqlConnection connection, string owner, DateTimeOffset since)
    {
        await using var command = connection.Command("select count(*) from notification_mail where owner = $1 and kind = $2 and create_time > $3", owner, (int)NotificationMailKind.Confirmation, since);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Removes mails of a subscription that have not gone: all, or those of one kind.</summary>
    public static async Task DropWaitingAsync(NpgsqlConnection connection, string subscription, NotificationMailKind kind = NotificationMailKind.Unspecified)
    {
        await using var command = connection.Command("delete from notification_mail where subscription = $1 and next_time is not null and ($2 = 0 or kind = $2)", subscription, (int)kind);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Removes what was settled long ago, a chunk at a time; true when there may be more.</summary>
    public async Task<bool> PruneAsync(CancellationToken cancellation)
    {
        await using var command = database.Command("delete from notification_mail where id in (select id from notification_mail where next_time is null and create_time < $1 limit $2)", time.GetUtcNow() - Kept, PruneChunk);
        return await command.ExecuteNonQueryAsync(cancellation) == PruneChunk;
    }

    private async Task<List<DueMail>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var row = await command.ExecuteReaderAsync(cancellation);
        var found = new List<DueMail>();
        while (await row.ReadAsync(cancellation))
        {
            var (id, created) = (row.GetInt64(0), row.GetDateTime(6));
            var mail = new NotificationMail
            {
                Name = FormattableString.Invariant($"{Collection}{id}"),
                Subscription = row.IsDBNull(1) ? "" : row.GetString(1),
                Kind = (NotificationMailKind)row.GetInt32(2),
                State = (NotificationMailState)row.GetInt32(3),
                Notices = { row.GetFieldValue<byte[][]>(4).Select(Notice.Parser.ParseFrom) },
                Attempts = { row.GetFieldValue<byte[][]>(5).Select(MailAttempt.Parser.ParseFrom) },
                CreateTime = Timestamp.FromDateTime(created),
                NextAttemptTime = row.IsDBNull(7) ? null : Timestamp.FromDateTime(row.GetDateTime(7)),
                MessageId = FormattableString.Invariant($"{id}.{created.Ticks}@{domain}"),
            };
            found.Add(new(mail, id, row.GetString(8), row.IsDBNull(9) ? null : row.GetFieldValue<byte[]>(9), row.GetInt32(10)));
        }

        return found;
    }
}
