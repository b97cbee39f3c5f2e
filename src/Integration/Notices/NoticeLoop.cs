using EGovPlatform.Integration.V1;
using Npgsql;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>Asks for each subscription that is due, in every process that runs, and puts what is new into mails.</summary>
internal sealed partial class NoticeLoop(SubscriptionStore subscriptions, NoticeSources sources, NoticeLedger ledger, MailOptions options, TimeProvider time, ILogger<NoticeLoop> log) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn)
        {
            IsOff(log);
            return;
        }

        await Rounds.RunAsync(
            async () =>
            {
                while (await subscriptions.TakeAsync(stoppingToken) is { } subscriber)
                {
                    await LookAsync(subscriber, stoppingToken);
                }
            },
            reason => Waits(log, reason),
            time,
            stoppingToken);
    }

    private async Task LookAsync(Subscriber subscriber, CancellationToken stopping)
    {
        var subscription = subscriber.Subscription;
        var asked = new HashSet<NoticeKind>();
        var found = await sources.AskAsync(
            subscriber,
            (kind, reason) =>
            {
                asked.Add(kind);
                Unanswered(log, kind, subscription.Name, reason);
            },
            stopping);
        var now = time.GetUtcNow();
        var next = Schedule.Next(subscription, now, options.Rhythm);

        // What an owner that is down would have said comes in a mail of its own, soon after.
        await ledger.TellAsync(subscription, found, asked.Count > 0 && now + options.Rhythm < next ? now + options.Rhythm : next, stopping);
    }

    [LoggerMessage(1, LogLevel.Information, "Mail is off: Mail:Host is not set. Nobody can subscribe to notices.")]
    private static partial void IsOff(ILogger logger);

    [LoggerMessage(2, LogLevel.Warning, "Notices wait: {Reason}")]
    private static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Kind} for {Subscription} was not answered: {Reason}")]
    private static partial void Unanswered(ILogger logger, NoticeKind kind, string subscription, string reason);
}

/// <summary>What was told. Told means: stands in a mail that is in line; the two are one transaction.</summary>
internal sealed class NoticeLedger(NpgsqlDataSource database, MailStore mails)
{
    /// <summary>So many notices to a mail; more make several mails.</summary>
    private const int MostInMail = 500;

    /// <summary>Puts in line what is told for the first time, and forgets what holds no more, so that it is told when it comes again.</summary>
    public async Task TellAsync(NotificationSubscription subscription, Findings found, DateTimeOffset next, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var settle = connection.Command(
            "update notification_subscription set next_time = $2, leased_until = null where name = $1 and next_time is not null", subscription.Name, next))
        {
            // Ended or changed in the meantime, or told by another process after a lease ran out: the row lock and the key below decide.
            if (await settle.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return;
            }
        }

        object[] rows = [subscription.Name, found.Notices.Select(n => (int)n.Kind).ToArray(), found.Notices.Select(n => n.Record).ToArray(), found.Notices.Select(n => n.Date).ToArray()];
        await using (var forget = connection.Command(
            "delete from notification_told where subscription = $1 and kind = any($5) and (kind, record, date) not in (select * from unnest($2, $3, $4))",
            [.. rows, found.Complete.Select(k => (int)k).ToArray()]))
        {
            await forget.ExecuteNonQueryAsync(cancellation);
        }

        var news = new List<Notice>();
        await using (var tell = connection.Command(
            "insert into notification_told select $1, * from unnest($2, $3, $4) on conflict do nothing returning kind, record, date", rows))
        await using (var reader = await tell.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
            {
                news.Add(new Notice { Kind = (NoticeKind)reader.GetInt32(0), Record = reader.GetString(1), Date = reader.GetString(2) });
            }
        }

        foreach (var part in news.Chunk(MostInMail))
        {
            await mails.AddAsync(connection, new NotificationMail { Subscription = subscription.Name, Kind = NotificationMailKind.Notices, Notices = { part } }, subscription.Owner);
        }

        await transaction.CommitAsync(cancellation);
    }
}
