using EGovPlatform.Resources;
using EGovPlatform.ReportingService.Summaries;
using Npgsql;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>The records an answer looks at: in scope, visible to the caller, and such as a filter asks for; by region, lineage and membership when a setting says what those are.</summary>
internal sealed class RecordSet(NpgsqlConnection connection, RecordScope scope, string filter, bool duplicates, CancellationToken cancellation, SummarySetting? setting = null)
{
    /// <summary>All types of record.</summary>
    public static readonly string[] AllTypes = [.. ResourceCatalog.All.Select(e => e.Descriptor.Name)];

    private readonly FilterNode? parsed = ReportFilter.Parse(filter);

    /// <summary>All records in scope, whatever the filter says.</summary>
    public RecordSet Whole() => new(connection, scope, "", duplicates: true, cancellation);

    /// <summary>Rows of a query over `s`, the records of these types. It selects s.name and s.certain first.</summary>
    /// <param name="types">Short names of types.</param>
    /// <param name="select">The query.</param>
    /// <param name="among">Writes a query of the names to look at, so that no others are read; null for all.</param>
    public async Task<List<Hit>> ReadAsync(string[] types, string select, Action<SqlText>? among = null)
    {
        var sql = await scope.BeginAsync(connection, types, cancellation, among);
        if (setting is not null && parsed is not null)
        {
            await setting.AddAsync(sql, connection, scope, Dimensions.Named(parsed), due: null, cancellation);
        }

        sql.Add(", s as (select r.* from v r where r.visible and not r.private");
        if (!duplicates)
        {
            sql.Add(" and not exists (select from duplicate d where d.name = r.name)");
        }

        if (parsed is not null)
        {
            sql.Add(" and (");
            new FilterSql(setting is null ? Dimensions.OfRecord : Dimensions.OfSetting, filter, sql).Write(parsed);
            sql.Add(")");
        }

        await using var command = sql.Add(") ").Add(select).Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var hits = new List<Hit>();
        while (await reader.ReadAsync(cancellation))
        {
            var values = new object[reader.FieldCount];
            reader.GetValues(values);
            hits.Add(new Hit(values));
        }

        return hits;
    }

    /// <summary>How many records the caller may not see, of all or of those among these names.</summary>
    public static async Task<long> LeftOutAsync(NpgsqlConnection connection, RecordScope scope, CancellationToken cancellation, Action<SqlText>? among = null)
    {
        if (Visible.IsStaff(scope.Caller))
        {
            return 0;
        }

        var sql = await scope.BeginAsync(connection, AllTypes, cancellation, among);
        await using var command = sql.Add("select count(*) from v where not visible").Command(connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }
}

/// <summary>One row: a record, whether it certainly meets the question of time, and what was asked of it.</summary>
internal sealed class Hit(object[] values)
{
    public string Name => (string)values[0];

    public bool Certain => (bool)values[1];

    public string Text(int column) => values[column] as string ?? "";

    public string[] Texts(int column) => values[column] as string[] ?? [];

    public bool Flag(int column) => values[column] is true;

    public long? Long(int column) => values[column] switch { long l => l, int i => i, _ => null };

    public decimal? Decimal(int column) => values[column] as decimal?;

    public byte[] Bytes(int column) => values[column] as byte[] ?? [];
}
