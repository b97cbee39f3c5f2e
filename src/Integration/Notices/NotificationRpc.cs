using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>The calls of NotificationService; what they mean stands in the proto.</summary>
internal sealed class NotificationRpc(NpgsqlDataSource database, SubscriptionStore subscriptions, MailStore mails, MailTokens tokens, MailOptions options, TimeProvider time)
    : NotificationService.NotificationServiceBase
{
    private const int MostConfirmations = 20;
    private static readonly TimeSpan ConfirmationsIn = TimeSpan.FromDays(1);
    private static readonly TimeSpan ConfirmWithin = TimeSpan.FromDays(2);

    public override async Task<NotificationSubscription> CreateNotificationSubscription(CreateNotificationSubscriptionRequest request, ServerCallContext context)
    {
        var caller = context.Caller();
        var subscription = SubscriptionRules.Complete(Masks.Apply(new NotificationSubscription(), request.NotificationSubscription ?? new NotificationSubscription(), null));
        var faults = Check(subscription);
        if (request.NotificationSubscriptionId.Length > 0 && NamePattern.IdProblem(request.NotificationSubscriptionId) is { } problem)
        {
            faults.Add(new("notification_subscription_id", "ID", problem));
        }

        Edits.ThrowIfAny(faults);
        subscription.Name = $"notificationSubscriptions/{(request.NotificationSubscriptionId.Length > 0 ? request.NotificationSubscriptionId : Guid.CreateVersion7().ToString())}";
        (subscription.Owner, subscription.State) = (caller.Subject, NotificationSubscriptionState.Pending);
        return await subscriptions.AddAsync(subscription, caller, connection => AskMailboxAsync(connection, subscription), context.CancellationToken)
            ? subscription
            : throw Errors.AlreadyExists(subscription.Name);
    }

    public override Task<NotificationSubscription> GetNotificationSubscription(GetNotificationSubscriptionRequest request, ServerCallContext context) =>
        subscriptions.GetAsync(request.Name, context.Caller(), context.CancellationToken);

    public override Task<ListNotificationSubscriptionsResponse> ListNotificationSubscriptions(ListNotificationSubscriptionsRequest request, ServerCallContext context) =>
        subscriptions.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<NotificationSubscription> UpdateNotificationSubscription(UpdateNotificationSubscriptionRequest request, ServerCallContext context)
    {
        var sent = request.NotificationSubscription ?? new NotificationSubscription();
        return subscriptions.ChangeAsync(
            sent.Name, sent.Etag, context.Caller(),
            async (connection, current) =>
            {
                var before = current.Address;
                var after = SubscriptionRules.Complete(Masks.Apply(current, sent, request.UpdateMask));
                Edits.ThrowIfAny(Check(after));
                current.MergeFrom(after);
                Edits.Replace(current.Kinds, after.Kinds);
                Edits.Replace(current.About, after.About);
                (current.DayOfWeek, current.LeadDays, current.Digest) = (after.DayOfWeek, after.LeadDays, after.Digest);
                current.NextTime = Next(current);
                if (current.Address != before)
                {
                    await AskMailboxAsync(connection, current);
                }
            },
            context.CancellationToken);
    }

    public override async Task<Empty> DeleteNotificationSubscription(DeleteNotificationSubscriptionRequest request, ServerCallContext context)
    {
        await subscriptions.DeleteAsync(request, context.Caller(), context.CancellationToken);
        return new Empty();
    }

    public override Task<NotificationSubscription> RequestNotificationConfirmation(RequestNotificationConfirmationRequest request, ServerCallContext context) => subscriptions.ChangeAsync(
        request.Name, "", context.Caller(),
        (connection, current) => current.State != NotificationSubscriptionState.Active
            ? AskMailboxAsync(connection, current)
            : throw Errors.IllegalTransition(current.Name, "NOTIFICATION_SUBSCRIPTION_STATE_ACTIVE", "NOTIFICATION_SUBSCRIPTION_STATE_PENDING", ["NOTIFICATION_SUBSCRIPTION_STATE_UNSUBSCRIBED", "NOTIFICATION_SUBSCRIPTION_STATE_DISABLED"]),
        context.CancellationToken);

    public override Task<NotificationSubscription> ConfirmNotificationSubscription(ConfirmNotificationSubscriptionRequest request, ServerCallContext context) => subscriptions.ChangeAsync(
        request.Name, "", context.Caller(),
        async (connection, current) =>
        {
            await using var read = connection.Command("select confirm_digest from notification_subscription where name = $1 and confirm_until > $2", request.Name, time.GetUtcNow());
            if (await read.ExecuteScalarAsync() is not byte[] digest || !CryptographicOperations.FixedTimeEquals(digest, MailTokens.Digest(request.Token)))
            {
                throw Errors.InvalidField("token", "NOT_CONFIRMED", "The token is not the one last sent to the mailbox, or is older than two days.");
            }

            await using var forget = connection.Command("update notification_subscription set confirm_digest = null, confirm_until = null where name = $1", request.Name);
            await forget.ExecuteNonQueryAsync();
            current.State = NotificationSubscriptionState.Active;
            current.Problem = "";
            current.NextTime = Next(current);
        },
        context.CancellationToken);

    public override async Task<Empty> UnsubscribeNotifications(UnsubscribeNotificationsRequest request, ServerCallContext context)
    {
        if (tokens.ReadUnsubscribe(request.Token) is not { } read
            || await subscriptions.FindAsync(read.Name, context.CancellationToken) is not { } found || MailTokens.Ticks(found.Subscription.CreateTime) != read.Created)
        {
            return new Empty();
        }

        await subscriptions.ChangeAsync(
            read.Name, "", null,
            (connection, current) =>
            {
                current.State = NotificationSubscriptionState.Unsubscribed;
                return MailStore.DropWaitingAsync(connection, current.Name);
            },
            context.CancellationToken);
        return new Empty();
    }

    public override Task<NotificationMail> GetNotificationMail(GetNotificationMailRequest request, ServerCallContext context) =>
        mails.GetAsync(request.Name, context.Caller(), context.CancellationToken);

    public override Task<ListNotificationMailsResponse> ListNotificationMails(ListNotificationMailsRequest request, ServerCallContext context) =>
        mails.ListAsync(request, context.Caller(), context.CancellationToken);

    public override async Task<NotificationMail> SendTestAlert(SendTestAlertRequest request, ServerCallContext context)
    {
        var id = Guid.CreateVersion7();
        if (request.RequestId.Length > 0 && !Guid.TryParseExact(request.RequestId, "D", out id))
        {
            throw Errors.InvalidField("request_id", "UUID", $"'{request.RequestId}' is not a UUID.");
        }

        if (!options.IsOn || options.OperatorAddress.Length == 0)
        {
            throw Errors.InvalidField("request_id", "MAIL_OFF", "Nothing is sent: Mail:Host and Mail:OperatorAddress are to be set.");
        }

        await using (var connection = await database.OpenConnectionAsync(context.CancellationToken))
        {
            await mails.AddAsync(connection, new NotificationMail { Kind = NotificationMailKind.TestAlert }, context.Caller().Subject, requestId: id);
        }

        return await mails.OfRequestAsync(id, context.Caller().Subject, context.CancellationToken) ?? throw Errors.RequestIdReused(request.RequestId);
    }

    /// <summary>A new token on its way to the mailbox; what was sent before counts no more. A subject can trouble so many mailboxes a day only.</summary>
    private async Task AskMailboxAsync(NpgsqlConnection connection, NotificationSubscription subscription)
    {
        var now = time.GetUtcNow();
        if (await MailStore.ConfirmationsAsync(connection, subscription.Owner, now - ConfirmationsIn) >= MostConfirmations)
        {
            throw Errors.InvalidField("notification_subscription.address", "TOO_MANY", $"No more than {MostConfirmations} requests to confirm are sent for one subject in a day.");
        }

        subscription.State = NotificationSubscriptionState.Pending;
        subscription.Problem = "";
        var token = MailTokens.NewToken();
        await MailStore.DropWaitingAsync(connection, subscription.Name, NotificationMailKind.Confirmation);
        await using (var keep = connection.Command("update notification_subscription set confirm_digest = $2, confirm_until = $3 where name = $1", subscription.Name, MailTokens.Digest(token), now + ConfirmWithin))
        {
            await keep.ExecuteNonQueryAsync();
        }

        await mails.AddAsync(
            connection, new NotificationMail { Subscription = subscription.Name, Kind = NotificationMailKind.Confirmation }, subscription.Owner, tokens.Seal(token, subscription.Name, MailLoop.TokenField));
    }

    private Timestamp Next(NotificationSubscription subscription) => Timestamp.FromDateTimeOffset(
        subscription.Digest == NotificationDigest.Immediate ? time.GetUtcNow() : Schedule.Next(subscription, time.GetUtcNow(), options.Rhythm));

    private List<FieldViolation> Check(NotificationSubscription subscription)
    {
        var faults = SubscriptionRules.Check(subscription);
        if (!options.IsOn)
        {
            faults.Add(new("notification_subscription.address", "MAIL_OFF", "This installation sends no mail."));
        }

        return faults;
    }
}
