using System.Security.Cryptography;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>Keys in the database.</summary>
internal sealed class KeyStore(NpgsqlDataSource database, TimeProvider time)
{
    private const string Columns = "body, last_use";

    /// <summary>Adds a key with its first secret; false when the name is taken.</summary>
    public async Task<bool> AddAsync(ApiKey key, KeySecret secret, CancellationToken cancellation)
    {
        key.Etag = Etags.Of(1);
        key.CreateTime = key.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        key.Prefix = secret.Prefix;
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await using (var insert = connection.Command("insert into api_key (name, owner, expire_time, body) values ($1, $2, $3, $4) on conflict do nothing", key.Name, key.Owner, key.ExpireTime.ToDateTimeOffset(), key.ToByteArray()))
        {
            if (await insert.ExecuteNonQueryAsync(cancellation) == 0)
            {
                return false;
            }
        }

        await using (var first = connection.Command("insert into api_key_secret (prefix, api_key, number, digest) values ($1, $2, 1, $3)", secret.Prefix, key.Name, secret.Digest))
        {
            await first.ExecuteNonQueryAsync(cancellation);
        }

        await transaction.CommitAsync(cancellation);
        return true;
    }

    /// <summary>The key, if the caller may know of it.</summary>
    public async Task<ApiKey> GetAsync(string name, Caller caller, CancellationToken cancellation)
    {
        await using var command = database.Command($"select {Columns} from api_key where name = $1 and (owner = $2 or $3)", name, caller.Subject, OwnerRights.SeesAll(caller));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : throw Errors.NotFound(name);
    }

    /// <summary>A page by name; the token is the last name.</summary>
    public async Task<ListApiKeysResponse> ListAsync(ListApiKeysRequest request, Caller caller, CancellationToken cancellation)
    {
        var size = Pages.Size(request.PageSize);
        await using var command = database.Command($"select {Columns} from api_key where name > $1 and (owner = $2 or $3) order by name limit $4", request.PageToken, caller.Subject, OwnerRights.SeesAll(caller), size + 1);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var response = new ListApiKeysResponse();
        while (await reader.ReadAsync(cancellation))
        {
            if (response.ApiKeys.Count == size)
            {
                response.NextPageToken = response.ApiKeys[^1].Name;
                break;
            }

            response.ApiKeys.Add(Read(reader));
        }

        return response;
    }

    /// <summary>Changes a key under its row lock and tells every gateway in the same transaction.</summary>
    /// <param name="name">Which.</param>
    /// <param name="etag">The etag it must have; empty for any.</param>
    /// <param name="mayChange">Whether the caller may, by the owner's subject; else there is no such key.</param>
    /// <param name="change">Edits it, or throws; work in the same transaction is its own to do. False leaves all as it is.</param>
    /// <param name="cancellation">Stops it.</param>
    public async Task<ApiKey> ChangeAsync(string name, string etag, Func<string, bool> mayChange, Func<NpgsqlConnection, ApiKey, Task<bool>> change, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var (key, version) = await LockAsync(connection, name, mayChange, cancellation);
        if (etag.Length > 0 && etag != key.Etag)
        {
            throw Errors.EtagMismatch(name, etag, key.Etag);
        }

        if (!await change(connection, key))
        {
            return key;
        }

        var lastUse = key.LastUseTime;
        key.LastUseTime = null;
        key.Etag = Etags.Of(version + 1);
        key.UpdateTime = Timestamp.FromDateTimeOffset(time.GetUtcNow());
        await using var write = connection.Command("update api_key set version = version + 1, body = $1, expire_time = $2, revoke_time = $3 where name = $4", key.ToByteArray(), key.ExpireTime.ToDateTimeOffset());
        write.Parameters.Add(new() { Value = (object?)key.RevokeTime?.ToDateTimeOffset() ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.TimestampTz });
        write.Parameters.Add(new() { Value = name });
        await write.ExecuteNonQueryAsync(cancellation);
        await using var tell = connection.Command("select pg_notify($1, $2)", KeyChanges.Channel, name);
        await tell.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        key.LastUseTime = lastUse;
        return key;
    }

    /// <summary>Puts a new secret beside the newest, which ends after the overlap; older ones end now.</summary>
    public async Task RotateAsync(NpgsqlConnection connection, ApiKey key, KeySecret secret, TimeSpan overlap)
    {
        var now = time.GetUtcNow();
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("delete from api_key_secret s where api_key = $1 and number < (select max(number) from api_key_secret where api_key = $1)") { Parameters = { new() { Value = key.Name } } });
        batch.BatchCommands.Add(new("update api_key_secret set end_time = $2 where api_key = $1") { Parameters = { new() { Value = key.Name }, new() { Value = now + overlap } } });
        batch.BatchCommands.Add(new("insert into api_key_secret (prefix, api_key, number, digest) select $2, $1, max(number) + 1, $3 from api_key_secret where api_key = $1")
        {
            Parameters = { new() { Value = key.Name }, new() { Value = secret.Prefix }, new() { Value = secret.Digest } },
        });
        await batch.ExecuteNonQueryAsync();
        key.Prefix = secret.Prefix;
        key.PreviousExpireTime = overlap > TimeSpan.Zero ? Timestamp.FromDateTimeOffset(now + overlap) : null;
    }

    /// <summary>The key a secret belongs to and when the secret ends; null for one that does not work. Notes the use.</summary>
    public async Task<(ApiKey Key, DateTimeOffset End)?> UseAsync(KeySecret secret, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        await using var command = database.Command(
            $"select {Columns}, digest, least(expire_time, end_time) from api_key_secret join api_key on name = api_key where prefix = $1 and revoke_time is null and expire_time > $2 and (end_time is null or end_time > $2)",
            secret.Prefix, now);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation) || !CryptographicOperations.FixedTimeEquals(reader.GetFieldValue<byte[]>(2), secret.Digest))
        {
            return null;
        }

        var found = (Read(reader), reader.GetFieldValue<DateTimeOffset>(3));
        await reader.CloseAsync();
        await using var used = database.Command("update api_key set last_use = $2 where name = $1 and (last_use is null or last_use < $2 - interval '30 seconds')", found.Item1.Name, now);
        await used.ExecuteNonQueryAsync(cancellation);
        return found;
    }

    private static async Task<(ApiKey Key, long Version)> LockAsync(NpgsqlConnection connection, string name, Func<string, bool> mayChange, CancellationToken cancellation)
    {
        await using var read = connection.Command($"select {Columns}, version, owner from api_key where name = $1 for update", name);
        await using var reader = await read.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && mayChange(reader.GetString(3)) ? (Read(reader), reader.GetInt64(2)) : throw Errors.NotFound(name);
    }

    private static ApiKey Read(NpgsqlDataReader reader)
    {
        var key = ApiKey.Parser.ParseFrom(reader.GetFieldValue<byte[]>(0));
        key.LastUseTime = reader.IsDBNull(1) ? null : Timestamp.FromDateTimeOffset(reader.GetFieldValue<DateTimeOffset>(1));
        return key;
    }
}
