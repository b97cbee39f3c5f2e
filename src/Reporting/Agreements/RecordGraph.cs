using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Resources;
using NpgsqlTypes;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>A step from one record to another that rests on it.</summary>
/// <param name="From">The record rested on.</param>
/// <param name="To">The record that rests on it.</param>
/// <param name="Link">Kind of the link; unspecified when a field says it.</param>
/// <param name="Field">The field that names the other record; empty for a link.</param>
internal sealed record Step(string From, string To, LinkKind Link, string Field);

/// <summary>A step on the way from a record.</summary>
/// <param name="Start">The record the way begins at.</param>
/// <param name="Step">The step.</param>
/// <param name="Depth">Steps so far, from 1.</param>
internal sealed record Reached(string Start, Step Step, int Depth);

/// <summary>
/// What rests on what: links between records, and fields by which one record names the one it belongs to. Each step of a way
/// is one query by the names reached so far, so that what is not on the way is never read.
/// </summary>
internal sealed class RecordGraph(RecordSet records)
{
    /// <summary>At most so many records are reached from one.</summary>
    public const int MaxNodes = 500;

    /// <summary>Types of record that rest on others: all but those that everything names, and links themselves.</summary>
    public static readonly string[] Types = [.. RecordSet.AllTypes.Except(["Link", "Publication", "Country", "Organization", "Person", "Position", "Place"], StringComparer.Ordinal)];

    // A country, a body, a person or a text is named by everything: being named beside it is no tie.
    private static readonly string[] NoTies = ["countries/", "organizations/", "places/", "people/", "positions/", "publications/", "links/"];

    // A system is named by all that show or mention it; it comes of what introduces, shows or makes it.
    private const string Systems = "systemAssets/";

    // Fields that point to what comes of a record, not to what it rests on.
    private static readonly string[] Forward = ["supported_projects", "introductions", "became", "asset", "selected", "held_meetings", "announced_meetings"];

    // "A supports B": B is what comes of A. All other kinds say that A rests on B.
    private static readonly LinkKind[] Outward = [LinkKind.Supports, LinkKind.Prepares, LinkKind.MovedTo];

    /// <summary>Everything that rests on each of these records, nearest first, each record once.</summary>
    public Task<List<Reached>> FromAsync(params IReadOnlyCollection<string> starts) => WalkAsync(starts, s => s.From, s => s.To);

    /// <summary>Everything that a record rests on.</summary>
    public async Task<IReadOnlySet<string>> BeneathAsync(string name) =>
        (await WalkAsync([name], s => s.To, s => s.From)).Select(r => r.Step.From).ToHashSet(StringComparer.Ordinal);

    /// <summary>Writes a query of the names of records and links that name one of these.</summary>
    public static void Naming(SqlText sql, IReadOnlyCollection<string> names) => sql
        .Add("select r.name from unnest(").Add(names.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text)
        // The limit leaves room for records out of scope, and bounds what one that everything names brings.
        .Add($"::text[]) as n (name) cross join lateral (select distinct f.name from mart.reference f where f.to_name = n.name order by f.name limit {4 * MaxNodes}) r");

    private async Task<List<Reached>> WalkAsync(IReadOnlyCollection<string> starts, Func<Step, string> near, Func<Step, string> far)
    {
        var seen = starts.ToDictionary(s => s, s => new HashSet<string>(StringComparer.Ordinal) { s }, StringComparer.Ordinal);
        var reached = new List<Reached>();
        var edge = starts.Select(s => (Start: s, Name: s)).ToList();
        for (var depth = 1; edge.Count > 0; depth++)
        {
            var steps = (await StepsAsync([.. edge.Select(e => e.Name).Distinct(StringComparer.Ordinal)])).ToLookup(near, StringComparer.Ordinal);
            var next = new List<(string, string)>();
            foreach (var (start, name) in edge)
            {
                foreach (var step in steps[name].OrderBy(far, StringComparer.Ordinal).Where(s => seen[start].Count <= MaxNodes && seen[start].Add(far(s))))
                {
                    reached.Add(new Reached(start, step, depth));
                    next.Add((start, far(step)));
                }
            }

            edge = next;
        }

        return reached;
    }

    /// <summary>Every step to or from one of these records.</summary>
    private async Task<IEnumerable<Step>> StepsAsync(string[] names)
    {
        var links = await records.ReadAsync(["Link"], "select s.name, s.certain, f.from_name, f.to_name, f.kind from s join mart.link f on f.name = s.name and f.version = s.version", sql => Naming(sql, names));
        var fields = await records.ReadAsync(Types, "select s.name, s.certain, f.field_path, f.to_name from s join mart.reference f on f.name = s.name and f.version = s.version where f.field_path not like 'record.%'", sql =>
        {
            Naming(sql, names);
            sql.Add(" union select unnest(").Add(names, NpgsqlDbType.Array | NpgsqlDbType.Text).Add("::text[])");
        });
        return links.Select(OfLink).Concat(fields.Select(OfField).OfType<Step>()).Distinct();
    }

    private static Step OfLink(Hit link)
    {
        var kind = Enum.TryParse<LinkKind>(link.Text(4).Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var parsed) ? parsed : LinkKind.Other;
        return Outward.Contains(kind) ? new Step(link.Text(2), link.Text(3), kind, "") : new Step(link.Text(3), link.Text(2), kind, "");
    }

    private static Step? OfField(Hit reference)
    {
        var (name, path, to) = (reference.Name, reference.Text(2), reference.Text(3));
        var forward = Forward.Any(f => path.StartsWith(f, StringComparison.Ordinal)) || (path == "project" && name.Contains("/decisions/", StringComparison.Ordinal));
        return NoTies.Any(p => to.StartsWith(p, StringComparison.Ordinal)) || (!forward && to.StartsWith(Systems, StringComparison.Ordinal)) ? null
            : forward ? new Step(name, to, LinkKind.Unspecified, path)
            : new Step(to, name, LinkKind.Unspecified, path);
    }
}
