using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>A subscription and who made it, with the rights of then.</summary>
internal sealed record Subscriber(NotificationSubscription Subscription, Caller Owner);

/// <summary>Subscriptions in the database. Addresses are sealed; only owners are shown them.</summary>
internal sealed class SubscriptionStore(NpgsqlDataSource database, MailTokens tokens, TimeProvider time)
{
    /// <summary>Field that the address is sealed under.</summary>
    public const string AddressField = "address";

    private const string Columns = "body, address, next_time, owner, roles, countries, organizations, workspace";

    /// <summary>Longer than asking all owners may take, so that a subscription whose process died is taken on by another.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>Adds a subscription; false when the name is taken.</summary>
    public async Task<bool> AddAsync(NotificationSubscription subscription, Caller owner, Func<NpgsqlConnection, Task> alongside, CancellationToken cancellation)
    {
        subscription.Etag = Etags.Of(1);
        subscription.CreateTime = subscription.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var insert = connection.Command(
            "insert into notification_subscription (state, body, address, roles, countries, organizations, workspace, name, owner) values ($1, $2, $3, $4, $5, $6, $7, $8, $9) on conflict do nothing",
            [.. Values(subscription), .. OwnerRights.Values(owner), subscription.Name, owner.Subject]))
        {
            if (await insert.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        await alongside(connection);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>The subscription, if the caller may know of it.</summary>
    public async Task<NotificationSubscription> GetAsync(string name, Caller caller, CancellationToken cancellation)
    {
        await using var command = database.Command($"select {Columns} from notification_subscription where name = $1 and (owner = $2 or $3)", name, caller.Subject, OwnerRights.SeesAll(caller));
        return (await ReadAsync(command, cancellation)).Select(s => Shown(s, caller)).FirstOrDefault() ?? throw Errors.NotFound(name);
    }

    /// <summary>The subscription for the platform's own work; null when it is gone.</summary>
    public async Task<Subscriber?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var command = database.Command($"select {Columns} from notification_subscription where name = $1", name);
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    /// <summary>A page by name; the token is the last name.</summary>
    public async Task<ListNotificationSubscriptionsResponse> ListAsync(ListNotificationSubscriptionsRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = Pages.Size(request.PageSize);
        await using var command = database.Command(
            $"select {Columns} from notification_subscription where name > $1 and (owner = $2 or $3) order by name limit $4", request.PageToken, caller.Subject, OwnerRights.SeesAll(caller), size + 1);
        var found = (await ReadAsync(command, cancellation)).ConvertAll(s => Shown(s, caller));
        return new ListNotificationSubscriptionsResponse { NotificationSubscriptions = { found.Take(size) }, NextPageToken = found.Count > size ? found[size - 1].Name : "" };
    }

    /// <summary>Changes a subscription under its row lock.</summary>
    /// <param name="name">Which.</param>
    /// <param name="etag">The etag it must have; empty for any.</param>
    /// <param name="owner">Its owner, whose rights of now it gets; null for the platform.</param>
    /// <param name="change">Edits it, or throws. Work in the same transaction is its own to do.</param>
    public async Task<NotificationSubscription> ChangeAsync(
        string name, string etag, Caller? owner, Func<NpgsqlConnection, NotificationSubscription, Task> change, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var read = connection.Command($"select {Columns} from notification_subscription where name = $1 for update", name);
        if ((await ReadAsync(read, cancellation)).FirstOrDefault() is not { Subscription: var subscription } || (owner is not null && subscription.Owner != owner.Subject))
        {
            throw Errors.NotFound(name);
        }

        if (etag.Length > 0 && etag != subscription.Etag)
        {
            throw Errors.EtagMismatch(name, etag, subscription.Etag);
        }

        await change(connection, subscription);
        subscription.Etag = Etags.Of(Names.Version(subscription) + 1);
        subscription.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        subscription.NextTime = subscription.State == NotificationSubscriptionState.Active ? subscription.NextTime : null;
        var rights = owner is null ? "" : ", roles = $6, countries = $7, organizations = $8, workspace = $9";
        await using var write = connection.Command(
            $"update notification_subscription set version = version + 1, state = $1, body = $2, address = $3, next_time = $4::timestamptz, leased_until = null{rights} where name = $5",
            [.. Values(subscription), subscription.NextTime?.ToDateTime() ?? (object)DBNull.Value, name, .. owner is null ? [] : OwnerRights.Values(owner)]);
        await write.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return subscription;
    }

    public async Task DeleteAsync(DeleteNotificationSubscriptionRequest request, Caller caller, CancellationToken cancellation)
    {
        var found = await GetAsync(request.Name, caller, cancellation);
        await using var command = database.Command(
            "delete from notification_subscription where name = $1 and ($2 = '' or version = $3)", request.Name, request.Etag, Names.Version(found));
        if ((request.Etag.Length > 0 && request.Etag != found.Etag) || await command.ExecuteNonQueryAsync(cancellation) == 0)
        {
            throw Errors.EtagMismatch(request.Name, request.Etag, found.Etag);
        }
    }

    /// <summary>Takes on one subscription that is due; null when none is.</summary>
    public async Task<Subscriber?> TakeAsync(CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            $"""
            update notification_subscription set leased_until = $2 where name = (
                select name from notification_subscription where next_time <= $1 and (leased_until is null or leased_until <= $1)
                order by next_time limit 1 for update skip locked)
            returning {Columns}
            """,
            now, now + Lease);
        return (await ReadAsync(command, cancellation)).FirstOrDefault();
    }

    private static NotificationSubscription Shown(Subscriber subscriber, Caller caller)
    {
        subscriber.Subscription.Address = subscriber.Subscription.Owner == caller.Subject ? subscriber.Subscription.Address : "";
        return subscriber.Subscription;
    }

    private async Task<List<Subscriber>> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<Subscriber>();
        while (await reader.ReadAsync(cancellation))
        {
            var subscription = NotificationSubscription.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            subscription.Address = tokens.Open(reader.GetFieldValue<byte[]>(1), subscription.Name, AddressField);
            subscription.NextTime = reader.IsDBNull(2) ? null : Timestamp.FromDateTime(reader.GetDateTime(2));
            found.Add(new(subscription, OwnerRights.Read(reader, reader.GetString(3), 4)));
        }

        return found;
    }

    private object[] Values(NotificationSubscription subscription)
    {
        var body = subscription.Clone();
        (body.Address, body.NextTime) = ("", null);
        return [(int)subscription.State, body.ToByteArray(), tokens.Seal(subscription.Address, subscription.Name, AddressField)];
    }
}
