using System.Text.RegularExpressions;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>The declared dimensions; docs/reporting.md lists them.</summary>
internal static partial class Dimensions
{
    private const string RegionPrefix = "region:";

    // Of the versions in force.
    private const string Heads = "join heads h on h.name = {0}.name and h.version = {0}.version";

    // Of the record `r`: those it names, and those of the organizations and places it names.
    private const string Countries = "select unnest(r.countries) as country union select o.country from unnest(r.parties) p(party) join party_country o on o.name = p.party";

    private static readonly string Linked = string.Format(System.Globalization.CultureInfo.InvariantCulture, Heads, "k");

    public static IReadOnlyList<Dimension> All { get; } =
    [
        new("agreement", "Agreement it is linked to or names.", "",
            $"""
            select k.from_name as name, k.to_name as key from mart.link k {Linked} where k.to_name like 'agreements/%'
            union select k.name, k.to_name from mart.reference k {Linked} where k.to_name like 'agreements/%' and k.name not like 'links/%'
            """) { Labels = LabelKind.Record },
        Kept("attribution", "Record a lead or contract is said to come from, such as a course or delegation."),
        new("certainty", "What the record rests on: CONFIRMED, SINGLE_SOURCE, REPORTED, PLANNED_ONLY.", "r.certainty"),
        new("country", "Partner country the record names, itself or by an organization or place; home is left out.", "")
        { Each = $"select c.country as key from ({Countries}) c where c.country <> (select country from home)", Labels = LabelKind.Record, OfRecords = false },
        Kept("funder", "Who pays, as a record or else in the words printed."),
        new("kind", "Kind of the record, such as FORUM.", "r.kind"),
        new("level", "Level of a course, such as MUNICIPAL.",
            "coalesce((select l.level from mart.level l join heads h on h.name = l.name and h.version = l.version where l.name = split_part(r.name, '/', 1) || '/' || split_part(r.name, '/', 2)), '')"),
        new("lineage", "Organization the record names, as the body that stands for it today: units with their ministry, predecessors with their successors. With naming THEN the body as the record has it.", "",
            """
            select distinct u.name, coalesce(l.now, u.party) as key
            from (select r.name, unnest(r.parties) as party from v r) u left join lineage l on l.name = u.party where u.party like 'organizations/%'
            """) { Labels = LabelKind.Record, OfRecords = false },
        new("membership", "Group one of its countries is a member of on the day asked for, home left out.", "",
            $"""
            select distinct c.name, k.name as key from record_country c join mart.membership k on k.party = c.country {Linked}
            where c.country <> (select country from home) and k.edtf not in (select edtf from ended)
            """) { Labels = LabelKind.Record, OfRecords = false },
        new("month", "Month it happened in, such as 2018-05; what straddles is undated within a longer period.", "r.month"),
        new("organization", "Organization the record names; one that was merged counts as the one it was merged into.", "",
            """
            select distinct u.name, coalesce(m.into_name, u.party) as key
            from (select r.name, unnest(r.parties) as party from v r) u left join redirect m on m.name = u.party where u.party like 'organizations/%'
            """) { Labels = LabelKind.Record },
        Kept("person", "Office-holder named in it."),
        new("place", "Place the record names.", "")
        {
            Each = "select distinct u.party as key from unnest(r.parties) u(party) where u.party like 'places/%'",
            Index = (sql, place) => Holds(sql, "r.parties", place),
            Labels = LabelKind.Record,
        },
        new("program", "Program it belongs to.", "r.program") { Labels = LabelKind.Record },
        new("publication", "Publication it rests on.", "") { Each = "select unnest(r.publications) as key", Labels = LabelKind.Record },
        new("quarter", "Quarter it happened in, such as 2018-Q2.", "r.quarter"),
        Region("region", "Region one of its countries lies in on the day asked for, home left out, in all schemes as SCHEME/CODE. `region:M49` takes one scheme, `region:M49:2` one level of it.", ""),
        Kept("represented_party", "Country, city or organization someone named in it stands for."),
        new("series", "Series it is an edition of.", "",
            $"""
            select k.resource as name, k.name as key from mart.series_edition k {Linked} where k.resource <> ''
            union select k.from_name, k.to_name from mart.link k {Linked} where k.kind = 'EDITION_OF' and k.to_name like 'series/%'
            """) { Labels = LabelKind.Record },
        new("state", "State of the record on the day asked for, such as HELD.", "r.state"),
        Kept("topic", "Topic, without regard to case and accents.", LabelKind.Topic),
        new("type", "Type of the record, such as Engagement.", "r.type"),
        new("year", "Year it happened in, such as 2018.", "r.year"),
    ];

    /// <summary>Columns a filter over whole records may name.</summary>
    public static IReadOnlyList<Column> OfRecord { get; } =
    [
        .. All.Where(d => d.OfRecords || d.Name == "country").Select(d => Column(d, grouped: false)),
    ];

    /// <summary>Columns a filter over whole records may name beside a setting: all.</summary>
    public static IReadOnlyList<Column> OfSetting { get; } = [.. All.Select(d => Column(d, grouped: false))];

    /// <summary>The dimensions a filter names.</summary>
    public static HashSet<string> Named(FilterNode? filter) => [.. All.Select(d => d.Name).Where(name => Mart.ReportFilter.Names(filter, name))];

    /// <summary>A declared dimension; null when there is none of the name.</summary>
    public static Dimension? Find(string name) =>
        All.FirstOrDefault(d => d.Name == name)
        ?? (Scheme().Match(name) is { Success: true } match ? Region(name, "", $" and k.scheme = '{match.Groups["scheme"].Value}'"
            + (match.Groups["level"].Success ? $" and k.level = {match.Groups["level"].Value}" : "")) : null);

    /// <summary>Columns a filter may name: the group's own key where the query groups by it, else all keys of the record.</summary>
    public static IReadOnlyList<Column> Columns(Measure measure, IReadOnlyCollection<Dimension> grouped) =>
    [
        .. All.Select(d => measure.Keys.TryGetValue(d.Name, out var own) ? new Column(d.Name, ColumnKind.Text, own) : Column(d, grouped.Contains(d))),
        .. measure.Keys.Where(k => All.All(d => d.Name != k.Key)).Select(k => new Column(k.Key, ColumnKind.Text, k.Value)),
    ];

    private static Column Column(Dimension dimension, bool grouped) =>
        grouped || !dimension.Several ? new Column(dimension.Name, ColumnKind.Text, dimension.GroupKey)
        : dimension.Name == "publication" ? new Column(dimension.Name, ColumnKind.Texts, "(r.publications || r.name)")
        // A filter may ask for the home country as well.
        : dimension.Name == "country" ? new Column(dimension.Name, ColumnKind.Texts, $"array({Countries})") { Has = HasCountry }
        : new Column(dimension.Name, ColumnKind.Texts, dimension.Set) { Has = dimension.Has };

    private static Dimension Kept(string name, string description, LabelKind labels = LabelKind.Record) =>
        new(name, description, "", $"select k.name, k.version, k.key from mart.dimension_key k where k.dimension = '{name}'") { ByVersion = true, Labels = labels };

    private static void HasCountry(SqlText sql, string country)
    {
        Holds(sql, "r.countries", country);
        sql.Add(" or r.parties && array(select o.name from party_country o where o.country = ").Add(country, NpgsqlDbType.Text).Add(")");
    }

    private static void Holds(SqlText sql, string column, string key) => sql.Add($"{column} @> array[").Add(key, NpgsqlDbType.Text).Add("]");

    private static Dimension Region(string name, string description, string where) => new(name, description, "",
        $"""
        select distinct c.name, k.scheme || '/' || coalesce(nullif(k.code, ''), k.label) as key from record_country c join mart.country_region k on k.name = c.country {Linked}
        where c.country <> (select country from home) and k.edtf not in (select edtf from ended){where}
        """) { Labels = LabelKind.Region, OfRecords = false };

    [GeneratedRegex($"^{RegionPrefix}(?<scheme>[A-Z][A-Z0-9_]{{0,30}})(:(?<level>[0-9]))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Scheme();
}
