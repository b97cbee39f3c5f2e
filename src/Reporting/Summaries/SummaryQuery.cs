using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>One measure over the mart as one statement: grouping and sums are done by the database.</summary>
internal sealed class SummaryQuery(RecordScope asked, IReadOnlyList<Dimension> dimensions, string filter, SummarySetting setting)
{
    private readonly FilterNode? parsed = ReportFilter.Parse(filter);

    /// <summary>Adds the groups of a measure to the table.</summary>
    public async Task AddAsync(NpgsqlConnection connection, Measure wanted, SummaryTable table, CancellationToken cancellation)
    {
        var measure = Chosen(wanted);
        var sql = await RowsAsync(connection, measure, cancellation);
        var rivals = await AnyRivalsAsync(connection, cancellation);
        var keys = dimensions.Select((_, i) => $"d{i}").ToList();
        string[] terms = [.. keys, .. measure.Form == MeasureForm.Money ? ["currency", "money_kind"] : Array.Empty<string>(), "q"];
        // Where a record has one row in a group, rows are counted; else its rows may differ in q, and whole groups tell how many there are.
        // Counts are exact. Grouping by that word would cost a comparison for each record.
        string[] by = measure is { Number: null, Several: false } && keys.Count > 0 ? [.. keys] : terms;
        sql.Add($"""
            select {string.Join(", ", by)}{(by.Length < terms.Length ? ", 'EXACT'" : "")}, {(measure.Several ? "grouping(q) = 1" : "true")} as whole, count(*),
                {Sum(measure, "value")}, {Sum(measure, "lower")}, {Sum(measure, "upper")},
                {Count(measure, "subject")}, {Count(measure, "subject", measure.Part)}, {Count(measure, "subject", measure.PartUnknown)},
                {Count(measure, "name")}, {(AlwaysCertain(measure) ? Count(measure, "name") : Count(measure, "name", "certain"))},
                {Count(measure, "name", "certainty in ('SINGLE_SOURCE', 'REPORTED', 'PLANNED_ONLY')")}, {Count(measure, "name", rivals ? "rival" : "false")},
                {(setting.Names ? $"coalesce((array_agg(distinct name))[1:{SummaryGroup.MaxNames}], array[]::text[])" : "array[]::text[]")}
            from rows {Groups(measure, keys, by)}
            """);
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var key = keys.Select((_, i) => reader.GetString(i)).ToArray();
            table.Group(key, wanted).Add(Terms(reader, measure, keys.Count, terms.Length));
        }

        await reader.CloseAsync();
        if (Converts(measure))
        {
            await AddConvertedAsync(connection, measure, table, keys, cancellation);
        }
    }

    private async Task AddConvertedAsync(NpgsqlConnection connection, Measure measure, SummaryTable table, List<string> keys, CancellationToken cancellation)
    {
        string[] terms = [.. keys, "money_kind", "in_q", "in_by"];
        var sql = await RowsAsync(connection, measure, cancellation);
        sql.Add($"select {string.Join(", ", terms)}, count(*), coalesce(sum(in_value), 0)::numeric, coalesce(sum(in_lower), 0)::numeric, coalesce(sum(in_upper), 0)::numeric from rows group by {string.Join(", ", terms)}");
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var at = keys.Count;
        while (await reader.ReadAsync(cancellation))
        {
            table.Group([.. keys.Select((_, i) => reader.GetString(i))], measure).AddConverted(
                setting.Currency, reader.GetString(at), reader.GetString(at + 1), reader.GetString(at + 2),
                new TermSums(reader.GetInt64(at + 3), reader.GetDecimal(at + 4), reader.GetDecimal(at + 5), reader.GetDecimal(at + 6)));
        }
    }

    private bool Converts(Measure measure) => measure.Form == MeasureForm.Money && setting.Currency.Length > 0;

    private static SummaryTerms Terms(NpgsqlDataReader reader, Measure measure, int keys, int at)
    {
        var whole = reader.GetBoolean(at);
        var ofMoney = measure.Form == MeasureForm.Money && !reader.IsDBNull(keys);
        var subjects = reader.GetInt64(at + 5);
        return new SummaryTerms(
            measure.Number is null ? "EXACT" : reader.IsDBNull(at - 1) ? "" : reader.GetString(at - 1),
            measure.Number is null ? (whole ? new TermSums(subjects, subjects, subjects, subjects) : TermSums.None)
                : measure.Several && whole ? TermSums.None
                : new TermSums(reader.GetInt64(at + 1), reader.GetDecimal(at + 2), reader.GetDecimal(at + 3), reader.GetDecimal(at + 4)),
            ofMoney ? (reader.GetString(keys), reader.GetString(keys + 1)) : default,
            whole ? new SummaryRecords(reader.GetInt64(at + 6), reader.GetInt64(at + 7), reader.GetInt64(at + 8), reader.GetInt64(at + 9), reader.GetInt64(at + 10), reader.GetInt64(at + 11), reader.GetFieldValue<string[]>(at + 12)) : null);
    }

    // What cannot differ is not counted row by row.
    private static string Count(Measure measure, string what, string? where = null) => where == "false" ? "0::bigint"
        : $"count({(measure.Several ? $"distinct {what}" : "*")}){(where is null ? "" : $" filter (where {(where == measure.Part ? "part" : where == measure.PartUnknown ? "part_unknown" : where)})")}";

    private static string Sum(Measure measure, string column) => measure.Number is null ? "0::numeric" : $"coalesce(sum({column}), 0)::numeric";

    private bool AlwaysCertain(Measure measure) => measure.Due is null && ScopeOf(measure) is { ValidOn: null, KnownOn: null };

    private static async Task<bool> AnyRivalsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select exists (select from mart.fact_source where rival)", connection);
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static string Groups(Measure measure, List<string> keys, string[] terms) =>
        measure.Several ? $"group by grouping sets (({string.Join(", ", terms)}), ({string.Join(", ", keys)}))" : $"group by {string.Join(", ", terms)}";

    /// <summary>
    /// Begins a statement with `rows`: what a measure counts, with d0, d1 … for the dimensions.
    /// </summary>
    public async Task<SqlText> RowsAsync(NpgsqlConnection connection, Measure measure, CancellationToken cancellation)
    {
        var sql = await ScopeOf(measure).BeginAsync(connection, measure.Types, cancellation);
        await setting.AddAsync(sql, connection, ScopeOf(measure), UsedDimensions(), measure.Due is null ? null : measure, cancellation);
        sql.Add(", rows as (select ");
        foreach (var (i, dimension) in dimensions.Index())
        {
            sql.Add($"{measure.Keys.GetValueOrDefault(dimension.Name) ?? dimension.GroupKey} as d{i}, ");
        }

        sql.Add(measure.Number is { } number
            ? $"{number}qualifier as q, {number}{(measure.Form == MeasureForm.Money ? "amount" : "value")} as value, {Bound(measure, number + "lower")} as lower, {Bound(measure, number + "upper")} as upper, "
            : "'EXACT' as q, null::bigint as value, null::bigint as lower, null::bigint as upper, ");
        if (measure.Form == MeasureForm.Money)
        {
            sql.Add("f.currency as currency, f.kind as money_kind, ");
        }

        if (Converts(measure))
        {
            MoneyConversion.Columns(sql, setting.Currency);
        }

        sql.Add($"{measure.Subject} as subject, r.name, r.version, {(measure.Due is null ? "r.certain" : "(r.certain and due.yes)")} as certain, r.certainty, {measure.Part} as part, {measure.PartUnknown} as part_unknown, ");
        sql.Add("(r.name, r.version) in (select x.name, x.version from mart.fact_source x where x.rival) as rival, r.type, r.title, r.kind, r.state, r.edtf from v r");
        if (measure.Fact.Length > 0)
        {
            sql.Add($" join {(measure.Fact == "record_country" ? "" : "mart.")}{measure.Fact} f on f.name = r.name and f.version = r.version");
        }

        if (Converts(measure))
        {
            MoneyConversion.Join(sql, setting.Currency, asked.Caller);
        }

        sql.Add(measure.Join).Add(measure.Due is null ? "" : $" join due on due.answered = {measure.Due}");
        foreach (var dimension in dimensions.Where(d => !measure.Keys.ContainsKey(d.Name)))
        {
            sql.Add(dimension.Join);
        }

        sql.Add(" where r.visible and not exists (select from duplicate d where d.name = r.name) and ").Add(measure.Where);
        if (parsed is not null)
        {
            sql.Add(" and (");
            new FilterSql(Dimensions.Columns(measure, [.. dimensions]), filter, sql).Write(parsed);
            sql.Add(")");
        }

        return sql.Add(") ");
    }

    // A sum of money has no bounds of its own where its amount is one.
    private static string Bound(Measure measure, string column) => measure.Form == MeasureForm.Money ? $"coalesce({column}, f.amount)" : column;

    /// <summary>The times and the caller it asks for.</summary>
    public RecordScope Scope => asked;

    /// <summary>The measure as it is asked: some differ by country.</summary>
    public Measure Chosen(Measure measure) =>
        measure.ByCountry is { } other && UsedDimensions().Contains("country") ? other : measure;

    /// <summary>How many records of these measures the caller may not see.</summary>
    public async Task<long> LeftOutAsync(NpgsqlConnection connection, IEnumerable<Measure> measures, CancellationToken cancellation)
    {
        if (Visible.IsStaff(asked.Caller))
        {
            return 0;
        }

        var sql = await asked.BeginAsync(connection, [.. measures.SelectMany(m => m.Types).Distinct(StringComparer.Ordinal)], cancellation);
        await using var command = sql.Add("select count(*) from v where not visible").Command(connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private RecordScope ScopeOf(Measure measure) => measure.OnDay && asked.ValidOn is null ? asked with { ValidOn = asked.KnownOn ?? setting.Today } : asked;

    private HashSet<string> UsedDimensions() =>
        [.. dimensions.Select(d => d.Name), .. Dimensions.Named(parsed)];
}
