using EGovPlatform.ReportingService.Summaries;

namespace EGovPlatform.ReportingService.Quality;

/// <summary>One rule of quality.</summary>
/// <param name="Name">Rule, in upper snake case.</param>
/// <param name="Weight">What it takes from 100.</param>
/// <param name="Fix">What to do.</param>
/// <param name="Paths">SQL over `v r`: the fields concerned; null when the rule finds nothing.</param>
internal sealed record QualityRule(string Name, int Weight, string Fix, string Paths);

/// <summary>The rules, by weight; docs/reporting.md lists them.</summary>
internal static class QualityRules
{
    private static readonly string Work = string.Join(", ", Measures.Work.Select(t => $"'{t}'"));

    /// <summary>Types that are scored: what people enter, and not how records hang together.</summary>
    public static readonly IReadOnlyList<string> Types = [.. Measures.Work.Where(t => t != "Participant"), "Organization", "Person", "Position", "Program", "Series"];

    public static IReadOnlyList<QualityRule> All { get; } =
    [
        new("NO_SOURCE", 25, "Say where it was read: add a source with publication and paragraph.",
            Found("not exists (select from mart.fact_source f where f.name = r.name and f.version = r.version)", "array['record.sources']")),
        new("NO_TITLE", 20, "Give it a title or name.", Found("r.title = ''", "array['titles']")),
        new("DATE_UNKNOWN", 15, "Say when it was, as far as is known; a year or 'before 2018' is better than nothing.", Found("r.edtf = ''", "array['date']")),
        new("RIVAL_VALUES", 15, "Sources say different things: choose the preferred value of each field, or leave it disputed with a ground.",
            Rows("select f.field_path as path from mart.fact_source f where f.name = r.name and f.version = r.version and f.rival")),
        new("NO_COUNTRY", 10, "Name the partner country, or the organization or place it is with.",
            Found($"r.type in ({Work}) and not exists (select from record_country c where c.name = r.name)", "array[]::text[]")),
        new("LIST_FALLS_SHORT", 10, "Fewer items are named than the source counts: name the missing ones, or say how many are known to exist.",
            Rows("select f.field_path as path from mart.reconciliation f where f.name = r.name and f.version = r.version and f.state in ('SHORT', 'EXCESS')")),
        new("PARTY_UNRESOLVED", 10, "Say which record the printed name means.",
            Rows("select f.field_path as path from mart.named f where f.name = r.name and f.version = r.version and f.party = ''")),
        new("WARNINGS", 10, "Look at the warnings of the record.",
            Rows("select f.field_path as path from mart.warning f where f.name = r.name and f.version = r.version")),
        new("NUMBER_UNKNOWN", 5, "Enter the number the source gives, or leave it when it gives none.",
            Rows("select f.field_path as path from mart.stated_count f where f.name = r.name and f.version = r.version and f.qualifier = 'UNKNOWN'")),
        new("CERTAINTY_UNSAID", 5, "Say what the record as a whole rests on.", Found("r.certainty = ''", "array['record.certainty']")),
        new("DATE_STRADDLES", 5, "Narrow the date down to a month, where a source allows.", Found("r.edtf <> '' and r.month like 'undated%'", "array['date']")),
    ];

    private static string Found(string condition, string paths) => $"case when {condition} then {paths} end";

    private static string Rows(string select) => $"(select array_agg(distinct x.path order by x.path) from ({select}) x)";
}
