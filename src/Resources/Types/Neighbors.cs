using Google.Protobuf;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// Other records of the same database, as a guard sees them inside the write's transaction. What it reads cannot be
/// deleted or changed by others before that ends.
/// </summary>
public sealed class Neighbors
{
    private readonly NpgsqlConnection connection;
    private readonly PersonKeys keys;
    private readonly CancellationToken cancellation;

    internal Neighbors(NpgsqlConnection connection, PersonKeys keys, CancellationToken cancellation)
    {
        this.connection = connection;
        this.keys = keys;
        this.cancellation = cancellation;
    }

    /// <summary>A record by name; null when there is none, or none that is not deleted.</summary>
    public async Task<TOther?> FindAsync<TOther>(ResourceType<TOther> type, string name) where TOther : class, IMessage<TOther>, new() =>
        name.Length == 0 ? null : (await ReadAsync(type, sql => ByName(sql, name), " for key share")).FirstOrDefault();

    /// <summary>
    /// A record by name, held so that of all writes whose guards ask for it only one goes on at a time. Whoever waited
    /// sees what the others wrote; that makes a limit over many records safe.
    /// </summary>
    public async Task<TOther?> HoldAsync<TOther>(ResourceType<TOther> type, string name) where TOther : class, IMessage<TOther>, new() =>
        name.Length == 0 ? null : (await ReadAsync(type, sql => ByName(sql, name), " for no key update")).FirstOrDefault();

    /// <summary>All records that have a text in a declared column, in order of name; deleted ones left out.</summary>
    public Task<IReadOnlyList<TOther>> ListAsync<TOther>(ResourceType<TOther> type, string column, string value) where TOther : class, IMessage<TOther>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        var declared = type.Columns.First(c => c.Name == column && c.Kind == ColumnKind.Text);
        return ReadAsync(type, sql => sql.Add(declared.Sql).Add(" = ").Add(value, NpgsqlDbType.Text), "");
    }

    /// <summary>All records that meet a condition over declared columns, in order of name; deleted ones left out.</summary>
    /// <param name="type">Their type.</param>
    /// <param name="condition">Writes the condition.</param>
    /// <param name="keep">Whether they must stay as they are until the write ends.</param>
    public Task<IReadOnlyList<TOther>> WhereAsync<TOther>(ResourceType<TOther> type, Action<SqlText> condition, bool keep = false) where TOther : class, IMessage<TOther>, new() =>
        ReadAsync(type, condition, keep ? " for key share" : "");

    /// <summary>Adds up a declared column of decimal numbers over the records that meet a condition; deleted ones left out.</summary>
    public async Task<ColumnSum> SumAsync<TOther>(ResourceType<TOther> type, string column, Action<SqlText> condition) where TOther : class, IMessage<TOther>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        ArgumentNullException.ThrowIfNull(condition);
        var declared = type.Columns.First(c => c.Name == column && c.Kind == ColumnKind.Decimal);
        var sql = new SqlText().Add($"select coalesce(sum({declared.Sql}), 0), count(*), count(*) filter (where {declared.Sql} is null) from \"{type.Table}\" where delete_time is null and (");
        condition(sql);
        await using var command = sql.Add(")").Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new ColumnSum(reader.GetDecimal(0), reader.GetInt64(1), reader.GetInt64(2));
    }

    /// <summary>
    /// Names of private people's records that one of these texts is a name, address or number of, in order. Nothing of
    /// theirs is opened; an erased person is not found.
    /// </summary>
    public async Task<IReadOnlyList<string>> SharingAsync(IEnumerable<string> texts)
    {
        var digests = texts.Where(t => BlindIndex.Key(t).Length > 0).SelectMany(keys.Digests).ToArray();
        await using var command = new NpgsqlCommand("select distinct name from person_index where digest = any($1) order by name", connection)
        {
            Parameters = { new() { Value = digests } },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var found = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(reader.GetString(0));
        }

        return found;
    }

    internal static async Task HoldAsync(NpgsqlConnection connection, ResourceType type, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"select 1 from \"{type.Table}\" where name = $1 for no key update", connection) { Parameters = { new() { Value = name } } };
        await command.ExecuteScalarAsync(cancellation);
    }

    private static void ByName(SqlText sql, string name) => sql.Add("name = ").Add(name, NpgsqlDbType.Text);

    private async Task<IReadOnlyList<TOther>> ReadAsync<TOther>(ResourceType<TOther> type, Action<SqlText> condition, string locking) where TOther : class, IMessage<TOther>, new()
    {
        ArgumentNullException.ThrowIfNull(type);
        var sql = new SqlText().Add($"select body from \"{type.Table}\" where delete_time is null and (");
        condition(sql);
        await using var command = sql.Add($") order by name{locking}").Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var parser = new MessageParser<TOther>(() => new TOther());
        var found = new List<TOther>();
        while (await reader.ReadAsync(cancellation))
        {
            found.Add(parser.ParseFrom(reader.GetFieldValue<byte[]>(0)));
        }

        return found;
    }
}

/// <summary>A column added up.</summary>
/// <param name="Sum">The known values.</param>
/// <param name="Terms">How many records there are.</param>
/// <param name="Unknown">How many of them have no value.</param>
public readonly record struct ColumnSum(decimal Sum, long Terms, long Unknown);
