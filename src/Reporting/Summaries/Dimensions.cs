using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>Something to group and filter by.</summary>
/// <param name="Name">Name in requests.</param>
/// <param name="Description">What it means.</param>
/// <param name="Key">SQL of the key in a row.</param>
/// <param name="Join">Join that gives a record one row per key; empty where it has one key.</param>
/// <param name="Set">SQL of all keys of a record, to filter by without grouping; null where it has one key.</param>
internal sealed record Dimension(string Name, string Description, string Key, string Join = "", string? Set = null)
{
    /// <summary>Whether one record may stand in several groups, so that rows do not add up.</summary>
    public bool Several => Join.Length > 0;

    /// <summary>Whether keys are names of records, whose labels are titles.</summary>
    public bool Named => Name is "country" or "publication" or "organization" or "program";
}

/// <summary>The declared dimensions; docs/reporting.md lists them.</summary>
internal static class Dimensions
{
    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("certainty", "What the record rests on: CONFIRMED, SINGLE_SOURCE, REPORTED, PLANNED_ONLY.", "r.certainty"),
        new("country", "Partner country the record names, itself or by an organization or place; home is left out.", "coalesce(dc.country, '')",
            " left join mart.record_country dc on dc.name = r.name and dc.version = r.version and dc.country <> {home}",
            "array(select c.country from mart.record_country c where c.name = r.name and c.version = r.version)"),
        new("kind", "Kind of the record, such as FORUM.", "r.kind"),
        new("month", "Month it happened in, such as 2018-05; what straddles is undated within a longer period.", "r.month"),
        new("organization", "Organization the record names; one that was merged counts as the one it was merged into.", "coalesce(dp.party, '')",
            " left join lateral (select distinct coalesce(m.into_name, p.party) as party from unnest(r.parties) p(party) left join mart.redirect m on m.name = p.party where p.party like 'organizations/%') dp on true",
            "array(select coalesce(m.into_name, p.party) from unnest(r.parties) p(party) left join mart.redirect m on m.name = p.party)"),
        new("program", "Program it belongs to.", "r.program"),
        new("publication", "Publication it rests on.", "coalesce(db.publication, '')",
            " left join lateral unnest(r.publications) db(publication) on true",
            "r.publications"),
        new("quarter", "Quarter it happened in, such as 2018-Q2.", "r.quarter"),
        new("state", "State of the record, such as HELD.", "r.state"),
        new("year", "Year it happened in, such as 2018.", "r.year"),
    ];

    /// <summary>Columns a filter over whole records may name.</summary>
    public static IReadOnlyList<Column> OfRecord { get; } =
    [
        .. All.Select(d =>
            d.Name == "publication" ? new Column(d.Name, ColumnKind.Texts, "(r.publications || r.name)")
            : d.Set is { } set ? new Column(d.Name, ColumnKind.Texts, set)
            : new Column(d.Name, ColumnKind.Text, d.Key)),
    ];

    public static Dimension? Find(string name) => All.FirstOrDefault(d => d.Name == name);

    /// <summary>Columns a filter may name: the group's own key where the query groups by it, else all keys of the record.</summary>
    public static IReadOnlyList<Column> Columns(Measure measure, IReadOnlyCollection<Dimension> grouped) =>
    [
        .. All.Select(d =>
            d.Name == "country" && measure.Country is { } own ? new Column(d.Name, ColumnKind.Text, own)
            : d.Set is { } set && !grouped.Contains(d) ? new Column(d.Name, ColumnKind.Texts, set)
            : new Column(d.Name, ColumnKind.Text, d.Key)),
    ];
}
