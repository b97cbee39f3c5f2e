using EGovPlatform.Access;
using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>
/// The one way to store, list, change and watch a resource. A service's rpc class hands each standard method over to
/// it; requests are read by the field numbers all requests share.
/// </summary>
public sealed partial class Resource<T> where T : class, IMessage<T>, new()
{
    private readonly ResourceType<T> type;
    private readonly ResourceServices services;
    private readonly MessageParser<T> parser;
    private readonly TableSql sql;
    private readonly PersonalField? personal;

    public Resource(ResourceType<T> type, ResourceServices services)
    {
        this.type = type;
        this.services = services;
        parser = new MessageParser<T>(() => new T());
        sql = new TableSql(type, type.Computed);
        personal = PersonalField.Of(type.Entry.Descriptor);
    }

    private DateOnly Today => DateOnly.FromDateTime(services.Time.GetUtcNow().UtcDateTime);

    /// <summary>A record as stored: personal fields sealed.</summary>
    private sealed record Stored(T Message, byte[] Hash, long Version);

    private async Task<Stored?> FindAsync(NpgsqlConnection connection, string query, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = name } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await StoredAsync(reader, cancellation);
    }

    private async Task<Stored?> StoredAsync(NpgsqlDataReader reader, CancellationToken cancellation) =>
        await reader.ReadAsync(cancellation)
            ? new Stored(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)), reader.GetFieldValue<byte[]>(1), reader.GetInt64(2))
            : null;

    /// <summary>The name a former name or an external identifier stands for; the name itself when it is neither.</summary>
    private async Task<string> ResolveAsync(NpgsqlConnection connection, string name, ExternalName? external, CancellationToken cancellation)
    {
        if (external is not null)
        {
            var holder = await ExternalIdentifiers.HolderAsync(connection, type.TypeName, external, cancellation);
            return holder is not null && type.Pattern.ParentOf(holder) == external.Parent ? holder : name;
        }

        await using var command = new NpgsqlCommand("select new_name from alias where old_name = $1", connection) { Parameters = { new() { Value = name } } };
        return await command.ExecuteScalarAsync(cancellation) as string ?? name;
    }

    /// <summary>The record that a merged one has become, however often it was merged on.</summary>
    private async Task<Stored?> FollowAsync(NpgsqlConnection connection, Stored? found, CancellationToken cancellation)
    {
        // Merging locks both records and refuses one that is merged already, so the way has an end.
        while (found is not null && type.Shape.Record(found.Message).MergedInto is { Length: > 0 } into)
        {
            found = await FindAsync(connection, sql.Read, into, cancellation);
        }

        return found;
    }

    private void CheckName(string name, string field = "name")
    {
        if (!type.Pattern.Matches(name))
        {
            throw Errors.InvalidField(field, "RESOURCE_NAME", $"'{name}' is not a name like {type.Pattern.Text}.");
        }
    }
}
