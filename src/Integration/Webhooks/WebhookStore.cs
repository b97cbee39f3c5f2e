using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;

namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>Webhooks in the database.</summary>
internal sealed class WebhookStore(NpgsqlDataSource database, TimeProvider time)
{
    /// <summary>Adds a webhook with its first secret; false when the name is taken.</summary>
    public async Task<bool> AddAsync(Webhook webhook, Caller owner, byte[] sealedSecret, CancellationToken cancellation)
    {
        webhook.Etag = Etags.Of(1);
        webhook.CreateTime = webhook.UpdateTime = Now();
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var insert = connection.Command("insert into webhook (state, body, roles, countries, organizations, workspace, name, owner) values ($1, $2, $3, $4, $5, $6, $7, $8) on conflict do nothing", [.. Values(webhook, owner), webhook.Name, webhook.Owner]))
        {
            if (await insert.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        await using (var secret = connection.Command("insert into webhook_secret (webhook, number, sealed) values ($1, 1, $2)", webhook.Name, sealedSecret))
        {
            await secret.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>The webhook, if the caller may know of it.</summary>
    public async Task<Webhook> GetAsync(string name, Caller caller, CancellationToken cancellation)
    {
        await using var command = database.Command("select body from webhook where name = $1 and (owner = $2 or $3)", name, caller.Subject, OwnerRights.SeesAll(caller));
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Webhook.Parser.ParseFrom(body) : throw Errors.NotFound(name);
    }

    /// <summary>The webhook for the platform's own work; null when it is gone.</summary>
    public async Task<Webhook?> FindAsync(string name, CancellationToken cancellation)
    {
        await using var command = database.Command("select body from webhook where name = $1", name);
        return await command.ExecuteScalarAsync(cancellation) is byte[] body ? Webhook.Parser.ParseFrom(body) : null;
    }

    /// <summary>A page by name; the token is the last name.</summary>
    public async Task<ListWebhooksResponse> ListAsync(ListWebhooksRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = Pages.Size(request.PageSize);
        await using var command = database.Command("select body from webhook where name > $1 and (owner = $2 or $3) order by name limit $4", request.PageToken, caller.Subject, OwnerRights.SeesAll(caller), size + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var response = new ListWebhooksResponse();
        while (await reader.ReadAsync(cancellation))
        {
            if (response.Webhooks.Count == size)
            {
                response.NextPageToken = response.Webhooks[^1].Name;
                break;
            }

            response.Webhooks.Add(Webhook.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return response;
    }

    /// <summary>
    /// Changes a webhook under its row lock. What decides where events go is its owner's alone to change, and its rights become
    /// those the owner has now; operators and auditors may stop it; the delivery side passes no caller.
    /// </summary>
    /// <param name="name">Which.</param>
    /// <param name="etag">The etag it must have; empty for any.</param>
    /// <param name="caller">Who changes it; null for the platform.</param>
    /// <param name="ownerOnly">Whether nobody but the owner may.</param>
    /// <param name="change">Edits it, or throws. Work in the same transaction is its own to do.</param>
    public async Task<Webhook> ChangeAsync(
        string name, string etag, Caller? caller, bool ownerOnly, Func<NpgsqlConnection, Webhook, Task> change, CancellationToken cancellation)
    {
        var owner = ownerOnly ? caller : null;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var read = connection.Command("select body, version, owner from webhook where name = $1 for update", name);
        var (body, version) = await ReadAsync(read, name, caller, ownerOnly, cancellation);
        var webhook = Webhook.Parser.ParseFrom(body);
        if (etag.Length > 0 && etag != webhook.Etag)
        {
            throw Errors.EtagMismatch(name, etag, webhook.Etag);
        }

        await change(connection, webhook);
        webhook.Etag = Etags.Of(version + 1);
        webhook.UpdateTime = Now();
        var rights = owner is null ? "" : ", roles = $3, countries = $4, organizations = $5, workspace = $6";
        object[] values = owner is null ? [(int)webhook.State, webhook.ToByteArray()] : Values(webhook, owner);
        await using var write = connection.Command($"update webhook set version = version + 1, state = $1, body = $2{rights} where name = ${values.Length + 1}", [.. values, name]);
        await write.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return webhook;
    }

    public async Task DeleteAsync(DeleteWebhookRequest request, Caller caller, CancellationToken cancellation)
    {
        var found = await GetAsync(request.Name, caller, cancellation);
        await using var command = database.Command("delete from webhook where name = $1 and ($2 = '' or body = $3)", request.Name, request.Etag, found.ToByteArray());
        if ((request.Etag.Length > 0 && request.Etag != found.Etag) || await command.ExecuteNonQueryAsync(cancellation) == 0)
        {
            throw Errors.EtagMismatch(request.Name, request.Etag, found.Etag);
        }
    }

    /// <summary>Webhooks that take changes in, with their owners' rights: all, or the one named.</summary>
    public static async Task<List<EventFilter>> ListeningAsync(NpgsqlConnection connection, string? name, CancellationToken cancellation)
    {
        await using var command = connection.Command("select body, roles, countries, organizations, workspace from webhook where state = $1 and ($2 = '' or name = $2) order by name", (int)WebhookState.Active, name ?? "");
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<EventFilter>();
        while (await reader.ReadAsync(cancellation))
        {
            var webhook = Webhook.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
            found.Add(new EventFilter(webhook, OwnerRights.Read(reader, webhook.Owner, 1)));
        }

        return found;
    }

    private static async Task<(byte[] Body, long Version)> ReadAsync(NpgsqlCommand read, string name, Caller? caller, bool ownerOnly, CancellationToken cancellation)
    {
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && (caller is null || reader.GetString(2) == caller.Subject || (OwnerRights.SeesAll(caller) && !ownerOnly))
            ? (reader.GetFieldValue<byte[]>(0), reader.GetInt64(1))
            : throw Errors.NotFound(name);
    }

    private static object[] Values(Webhook webhook, Caller owner) =>
        [(int)webhook.State, webhook.ToByteArray(), .. OwnerRights.Values(owner)];

    private Timestamp Now() => Timestamp.FromDateTimeOffset(time.GetUtcNow());
}
