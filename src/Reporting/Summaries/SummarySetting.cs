using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Organizations;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>What dimensions and measures rest on besides the records: home, today, and what only our rules of dates and bodies can tell.</summary>
internal sealed record SummarySetting(string Home, DateOnly Today, Naming Naming, bool Names = true, string Currency = "")
{
    /// <summary>Adds `home`, and `ended`, `lineage` and `due` where they are used.</summary>
    public async Task AddAsync(SqlText sql, NpgsqlConnection connection, RecordScope scope, IReadOnlySet<string> dimensions, Measure? due, CancellationToken cancellation)
    {
        var day = scope.ValidOn ?? scope.KnownOn ?? Today;
        sql.Add(", home as (select ").Add(Home, NpgsqlDbType.Text).Add("::text as country)");
        if (dimensions.Contains("membership") || dimensions.Any(d => d.StartsWith("region", StringComparison.Ordinal)))
        {
            var texts = await TextsAsync(connection, "select edtf from mart.membership where edtf <> '' union select edtf from mart.country_region where edtf <> ''", cancellation);
            sql.Add(", ended as (select unnest(").Add(texts.Where(t => DateRules.RunningOn(new DateValue { Edtf = t }, day) == DateAnswer.No).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[]) as edtf)");
        }

        if (dimensions.Contains("lineage"))
        {
            var (names, now) = Naming == Naming.Then ? ([], []) : await PresentAsync(connection, scope, cancellation);
            sql.Add(", lineage as (select * from unnest(").Add(names, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[], ").Add(now, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[]) as l(name, now))");
        }

        if (due is not null)
        {
            var answers = (await TextsAsync(connection, $"select distinct {due.Due} from mart.{due.Fact} f", cancellation))
                .Select(t => (Text: t, Answer: DateRules.Overdue(new DateValue { Edtf = t }, day))).Where(a => a.Answer != DateAnswer.No).ToList();
            sql.Add(", due as (select * from unnest(").Add(answers.Select(a => a.Text).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
                .Add("::text[], ").Add(answers.Select(a => a.Answer == DateAnswer.Certainly).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Boolean).Add("::boolean[]) as d(answered, yes))");
        }
    }

    private static async Task<(string[] Names, string[] Now)> PresentAsync(NpgsqlConnection connection, RecordScope scope, CancellationToken cancellation)
    {
        // A renaming is known whenever it was published: today's bodies are asked for.
        var lineages = await Lineages.ReadAsync(new RecordSet(connection, scope with { ValidOn = null, KnownOn = null }, "", duplicates: true, cancellation));
        var names = lineages.Organizations.ToArray();
        return (names, [.. names.Select(n => lineages.Present(lineages.Root(n)))]);
    }

    private static async Task<List<string>> TextsAsync(NpgsqlConnection connection, string select, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(select, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var texts = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            texts.Add(reader.GetString(0));
        }

        return texts;
    }
}
