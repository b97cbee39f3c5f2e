using System.Globalization;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Webhooks;
using MimeKit;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>Sends the mails that are due, in every process that runs: a mail is leased to one of them at a time.</summary>
internal sealed partial class MailLoop(MailStore mails, SubscriptionStore subscriptions, MailTokens tokens, Postman postman, MailOptions options, TimeProvider time, ILogger<MailLoop> log)
    : BackgroundService
{
    /// <summary>Field that the token of a request to confirm is sealed under.</summary>
    public const string TokenField = "confirmation token";
    private const int AtOnce = 4;
    private static readonly TimeSpan PruneRhythm = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.IsOn)
        {
            return;
        }

        var pruned = time.GetUtcNow();
        await Rounds.RunAsync(
            async () =>
            {
                await Parallel.ForEachAsync(await mails.TakeAsync(stoppingToken), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = stoppingToken }, async (due, stop) => await SendAsync(due, stop));
                if (time.GetUtcNow() - pruned > PruneRhythm)
                {
                    pruned = await mails.PruneAsync(stoppingToken) ? pruned : time.GetUtcNow();
                }
            },
            reason => Waits(log, reason),
            time,
            stoppingToken);
    }

    private async Task SendAsync(DueMail due, CancellationToken stopping)
    {
        var subscriber = due.Mail.Subscription.Length > 0 ? await subscriptions.FindAsync(due.Mail.Subscription, stopping) : null;
        if (due.Mail.Subscription.Length > 0 && subscriber is null)
        {
            return;
        }

        using var message = Message(due, subscriber?.Subscription);
        var outcome = await postman.SendAsync(message, stopping);
        var pause = outcome.Delivered || outcome.Refused ? null : RetryPlan.After(due.Tries + 1, null, Random.Shared.NextDouble());
        var state = outcome.Delivered ? NotificationMailState.Delivered : pause is null ? NotificationMailState.Failed : NotificationMailState.Waiting;
        await mails.SettleAsync(due.Id, outcome.Attempt, state, pause);
        if (!outcome.Delivered)
        {
            Failed(log, due.Mail.Name, outcome.Attempt.Error, state);
        }

        if (state == NotificationMailState.Failed && subscriber is not null)
        {
            await subscriptions.ChangeAsync(
                subscriber.Subscription.Name, "", null,
                (_, current) =>
                {
                    (current.State, current.Problem) = (NotificationSubscriptionState.Disabled, outcome.Attempt.Error);
                    return Task.CompletedTask;
                },
                stopping);
        }
    }

    private MimeMessage Message(DueMail due, NotificationSubscription? subscription)
    {
        var places = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            // A subject is chosen by an identity provider; in a mail it is one line of text.
            ["owner"] = string.Concat(due.Owner.Select(c => char.IsControl(c) ? ' ' : c)),
            ["subscription"] = due.Mail.Subscription,
            ["token"] = due.Token is null ? "" : tokens.Open(due.Token, due.Mail.Subscription, TokenField),
            ["time"] = due.Mail.CreateTime.ToDateTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture),
        };
        var (subject, text) = Letters.Write(subscription?.LanguageCode ?? "en", due.Mail.Kind, places, due.Mail.Notices, options.BaseAddress);
        var message = postman.Envelope(subscription?.Address ?? options.OperatorAddress, subject, text, due.Mail.MessageId);
        if (options.BaseAddress.Length > 0 && subscription is not null && due.Mail.Kind == NotificationMailKind.Notices)
        {
            // RFC 8058: mail programs show a button that posts here.
            message.Headers.Add(HeaderId.ListUnsubscribe, $"<{options.BaseAddress.TrimEnd('/')}/v1/notificationSubscriptions:unsubscribe?token={tokens.Unsubscribe(subscription.Name, subscription.CreateTime)}>");
            message.Headers.Add(HeaderId.ListUnsubscribePost, "List-Unsubscribe=One-Click");
        }

        return message;
    }

    [LoggerMessage(1, LogLevel.Warning, "Mails wait: {Reason}")]
    private static partial void Waits(ILogger logger, string reason);

    [LoggerMessage(2, LogLevel.Warning, "{Mail} was not delivered: {Reason} It is {State} now.")]
    private static partial void Failed(ILogger logger, string mail, string reason, NotificationMailState state);
}
