using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>What an index column holds, and so how it may be filtered.</summary>
public enum ColumnKind
{
    Text,
    Texts,
    Date,
    Number,
    Decimal,
    Flag,
    Time,
}

/// <summary>A declared index column: what lists filter, sort and page on.</summary>
/// <param name="Name">Name in filters and in the table.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Sql">Column or expression it stands for.</param>
public record Column(string Name, ColumnKind Kind, string Sql)
{
    /// <summary>The same with null turned into the least value, so that keyset paging has a total order.</summary>
    public string SortSql => Kind switch
    {
        // Bare, so that an index on the column serves.
        _ when NeverNull => Sql,
        ColumnKind.Text => $"coalesce({Sql}, '')",
        ColumnKind.Date => $"coalesce({Sql}, '-infinity'::date)",
        ColumnKind.Number => $"coalesce({Sql}, '-9223372036854775808'::bigint)",
        ColumnKind.Decimal => $"coalesce({Sql}, '-1e30'::numeric)",
        ColumnKind.Flag => $"coalesce({Sql}, false)",
        _ => Sql,
    };

    /// <summary>
    /// Whether the table beside the records (`list_by` in dated SQL) has a row for each of its values, so that a list of one
    /// value comes in order from an index.
    /// </summary>
    public virtual bool Listed => false;

    /// <summary>Writes the condition that a column of several values holds one of them, where an index answers that otherwise.</summary>
    public Action<SqlText, string>? Has { get; init; }

    /// <summary>Whether every row has a value: the text columns of resource tables are `not null`.</summary>
    public virtual bool NeverNull => false;

    /// <summary>Type of its parameter.</summary>
    public NpgsqlDbType DbType => Kind switch
    {
        ColumnKind.Text => NpgsqlDbType.Text,
        ColumnKind.Texts => NpgsqlDbType.Array | NpgsqlDbType.Text,
        ColumnKind.Date => NpgsqlDbType.Date,
        ColumnKind.Number => NpgsqlDbType.Bigint,
        ColumnKind.Decimal => NpgsqlDbType.Numeric,
        ColumnKind.Flag => NpgsqlDbType.Boolean,
        _ => NpgsqlDbType.TimestampTz,
    };

    /// <summary>Type name in SQL.</summary>
    public string SqlType => Kind switch
    {
        ColumnKind.Text => "text",
        ColumnKind.Texts => "text[]",
        ColumnKind.Date => "date",
        ColumnKind.Number => "bigint",
        ColumnKind.Decimal => "numeric",
        ColumnKind.Flag => "boolean",
        _ => "timestamptz",
    };
}

/// <summary>A column computed from a message.</summary>
public sealed record Column<T>(string Name, ColumnKind Kind, Func<T, object?> Value, bool InOrder = false) : Column(Name, Kind, $"\"{Name}\"")
{
    public override bool Listed => InOrder;

    public override bool NeverNull => Kind is ColumnKind.Text or ColumnKind.Flag;
}

/// <summary>A column that the store itself keeps.</summary>
internal sealed record StoredColumn(string Name, ColumnKind Kind) : Column(Name, Kind, Name)
{
    public override bool NeverNull => true;
}
