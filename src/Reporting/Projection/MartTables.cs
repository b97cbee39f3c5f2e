using System.Collections.Frozen;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Statements that add rows of the mart, all of one table and shape at once: a statement for each row costs more than the row.</summary>
internal sealed class MartTables
{
    // Arrays of arrays come apart in unnest, so lists of resource names travel as one text.
    private const char Between = '\u001f';

    private readonly FrozenDictionary<(string Table, string Column), string> types;

    private MartTables(FrozenDictionary<(string Table, string Column), string> types) => this.types = types;

    /// <summary>Reads the types of all columns.</summary>
    public static async Task<MartTables> ReadAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand($"""
            select c.relname::text, a.attname::text, format_type(a.atttypid, null) from pg_attribute a join pg_class c on c.oid = a.attrelid
            where c.relnamespace = '{Projector.Mart}'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
            """, connection);
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var types = new Dictionary<(string, string), string>();
        while (await rows.ReadAsync(cancellation))
        {
            types[(rows.GetString(0), rows.GetString(1))] = rows.GetString(2);
        }

        return new MartTables(types.ToFrozenDictionary());
    }

    /// <summary>Adds rows with the same columns to one table; one that is there already is the same row.</summary>
    public NpgsqlBatchCommand Insert(string schema, IReadOnlyList<MartRow> rows)
    {
        var first = rows[0];
        var columns = first.Shape;
        // A column that is not there yet is told by PostgreSQL: then a migration is missing.
        var kinds = first.Columns.Select(c => types.GetValueOrDefault((first.Table, c.Column), "text")).ToArray();
        var numbers = Enumerable.Range(1, kinds.Length).Select(i => string.Create(CultureInfo.InvariantCulture, $"${i}"));
        var values = first.Columns.Zip(kinds, (c, kind) => kind == "text[]" ? $"string_to_array({c.Column}, E'\\x1f')" : c.Column);
        var command = new NpgsqlBatchCommand($"""
            insert into {schema}.{first.Table} ({columns}) select {string.Join(", ", values)}
            from unnest({string.Join(", ", numbers)}) as r ({columns}) on conflict do nothing
            """);
        foreach (var (i, kind) in kinds.Index())
        {
            command.Parameters.Add(Array(kind, rows.Select(r => r.Columns[i].Value)));
        }

        return command;
    }

    /// <summary>A parameter with one value for each row.</summary>
    private static NpgsqlParameter Array(string type, IEnumerable<object?> values) => type switch
    {
        "bigint" => Of(NpgsqlDbType.Bigint, values, v => (long?)Convert.ToInt64(v, CultureInfo.InvariantCulture)),
        "integer" => Of(NpgsqlDbType.Integer, values, v => (int?)Convert.ToInt32(v, CultureInfo.InvariantCulture)),
        "boolean" => Of(NpgsqlDbType.Boolean, values, v => (bool?)v),
        "numeric" => Of(NpgsqlDbType.Numeric, values, v => (decimal?)Convert.ToDecimal(v, CultureInfo.InvariantCulture)),
        "date" => Of(NpgsqlDbType.Date, values, v => (DateOnly?)v),
        "timestamp with time zone" => Of(NpgsqlDbType.TimestampTz, values, v => (DateTime?)v),
        "bytea" => Of(NpgsqlDbType.Bytea, values, v => (byte[])v),
        "text[]" => Of(NpgsqlDbType.Text, values, v => string.Join(Between, (string[])v)),
        _ => Of(NpgsqlDbType.Text, values, v => Convert.ToString(v, CultureInfo.InvariantCulture)),
    };

    private static NpgsqlParameter Of<T>(NpgsqlDbType type, IEnumerable<object?> values, Func<object, T> value) =>
        new() { NpgsqlDbType = NpgsqlDbType.Array | type, Value = values.Select(v => v is null ? default : value(v)).ToArray() };
}
