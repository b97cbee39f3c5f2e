using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>One measure over the mart as one statement: grouping and sums are done by the database.</summary>
internal sealed class SummaryQuery(RecordScope scope, IReadOnlyList<Dimension> dimensions, string filter, string home)
{
    private readonly FilterNode? parsed = ReportFilter.Parse(filter);

    /// <summary>Adds the groups of a measure to the table.</summary>
    public async Task AddAsync(NpgsqlConnection connection, Measure asked, SummaryTable table, CancellationToken cancellation)
    {
        var byCountry = dimensions.Any(d => d.Name == "country") || ReportFilter.Names(parsed, "country");
        var measure = byCountry && asked.ByCountry is { } other ? other : asked;
        var sql = await scope.BeginAsync(connection, measure.Types, cancellation);
        Rows(sql, measure);
        var keys = string.Concat(dimensions.Select((_, i) => $"d{i}, "));
        sql.Add($"""
            select {keys}q, count(*), coalesce(sum(value), 0)::bigint, coalesce(sum(lower), 0)::bigint, coalesce(sum(upper), 0)::bigint,
                count(distinct subject), count(distinct name), count(distinct name) filter (where certain),
                count(distinct name) filter (where certainty in ('SINGLE_SOURCE', 'REPORTED', 'PLANNED_ONLY')),
                (array_agg(distinct name))[1:{SummaryGroup.MaxNames}]
            from rows group by {keys}q
            """);
        await using var command = sql.Command(connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var key = dimensions.Select((_, i) => reader.GetString(i)).ToArray();
            var n = dimensions.Count;
            table.Group(key, asked.Name).Add(
                reader.GetString(n), counts: measure.Number is null, subjects: reader.GetInt64(n + 5),
                new TermSums(reader.GetInt64(n + 1), reader.GetInt64(n + 2), reader.GetInt64(n + 3), reader.GetInt64(n + 4)),
                reader.GetInt64(n + 6), reader.GetInt64(n + 7), reader.GetInt64(n + 8), reader.GetFieldValue<string[]>(n + 9));
        }
    }

    /// <summary>How many records of these measures the caller may not see.</summary>
    public async Task<long> LeftOutAsync(NpgsqlConnection connection, IEnumerable<Measure> measures, CancellationToken cancellation)
    {
        if (Visible.IsStaff(scope.Caller))
        {
            return 0;
        }

        var sql = await scope.BeginAsync(connection, [.. measures.SelectMany(m => m.Types).Distinct(StringComparer.Ordinal)], cancellation);
        await using var command = sql.Add("select count(*) from v where not visible").Command(connection);
        return (long)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private void Rows(SqlText sql, Measure measure)
    {
        sql.Add(", rows as (select ");
        foreach (var (i, dimension) in dimensions.Index())
        {
            sql.Add($"{Key(dimension, measure)} as d{i}, ");
        }

        sql.Add(measure.Number is { } number
            ? $"{number}qualifier as q, {number}value as value, {number}lower as lower, {number}upper as upper, "
            : "'EXACT' as q, null::bigint as value, null::bigint as lower, null::bigint as upper, ");
        sql.Add($"{measure.Subject} as subject, r.name, r.certain, r.certainty from v r");
        if (measure.Fact.Length > 0)
        {
            sql.Add($" join mart.{measure.Fact} f on f.name = r.name and f.version = r.version");
        }

        sql.Add(measure.Join);
        foreach (var dimension in dimensions.Where(d => d.Join.Length > 0 && !(d.Name == "country" && measure.Country is not null)))
        {
            Home(sql, dimension.Join);
        }

        sql.Add(" where r.visible and not exists (select from mart.duplicate d where d.name = r.name) and ");
        Home(sql, measure.Where);
        if (parsed is not null)
        {
            sql.Add(" and (");
            new FilterSql(Dimensions.Columns(measure, [.. dimensions]), filter, sql).Write(parsed);
            sql.Add(")");
        }

        sql.Add(") ");
    }

    private static string Key(Dimension dimension, Measure measure) =>
        dimension.Name == "country" && measure.Country is { } own ? own : dimension.Key;

    private void Home(SqlText sql, string text)
    {
        var parts = text.Split("{home}");
        sql.Add(parts[0]);
        foreach (var part in parts.Skip(1))
        {
            sql.Add(home, NpgsqlDbType.Text).Add(part);
        }
    }
}
