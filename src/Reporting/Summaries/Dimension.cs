using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Something to group and filter by.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Description">What it means.</param>
/// <param name="Key">SQL of the key in a row of a record that has one key.</param>
/// <param name="Rows">Else SQL of the rows (name, key) of all records, each once.</param>
internal sealed record Dimension(string Name, string Description, string Key, string? Rows = null)
{
    /// <summary>Else SQL of the keys of the record `r`, each once: for what stands in the record itself.</summary>
    public string? Each { get; init; }

    /// <summary>Whether Rows has the version of a record as well.</summary>
    public bool ByVersion { get; init; }

    /// <summary>Adds the condition that the record `r` has a key, where an index answers that.</summary>
    public Action<SqlText, string>? Index { get; init; }

    /// <summary>Whether one record may stand in several groups, so that rows do not add up.</summary>
    public bool Several => Rows is not null || Each is not null;

    /// <summary>What its keys are called.</summary>
    public LabelKind Labels { get; init; }

    /// <summary>Whether filters over whole records know it; the others need what only a summary prepares.</summary>
    public bool OfRecords { get; init; } = true;

    /// <summary>Key of a row of a query that groups by it.</summary>
    public string GroupKey => Several ? $"coalesce(d_{Alias}.key, '')" : Key;

    /// <summary>Gives a record one row per key.</summary>
    public string Join => Each is not null ? $" left join lateral ({Each}) d_{Alias} on true"
        : Several ? $" left join ({Rows}) d_{Alias} on d_{Alias}.name = r.name{(ByVersion ? $" and d_{Alias}.version = r.version" : "")}" : "";

    /// <summary>All keys of a record, to filter by.</summary>
    public string Set => $"array(select x.key from {Own})";

    /// <summary>Adds the condition that a record has a key.</summary>
    public void Has(SqlText sql, string key)
    {
        if (Index is not null)
        {
            Index(sql, key);
            return;
        }

        sql.Add($"exists (select from {Own}{(Each is null ? " and" : " where")} x.key = ").Add(key, NpgsqlDbType.Text).Add(")");
    }

    // Names of its columns mean the record's inside.
    private string Own => Each is not null ? $"({Each}) x" : $"({Rows}) x where x.name = r.name{(ByVersion ? " and x.version = r.version" : "")}";

    // Several regions or one scheme each have names with a colon.
    private string Alias => Name.Replace(':', '_').ToLowerInvariant();
}

/// <summary>Where labels of keys come from.</summary>
internal enum LabelKind
{
    /// <summary>The key in words.</summary>
    Key,

    /// <summary>Keys are names of records.</summary>
    Record,

    /// <summary>Keys are regions.</summary>
    Region,

    /// <summary>Keys are folded topics.</summary>
    Topic,
}
