using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>A step from one record to another that rests on it.</summary>
/// <param name="From">The record rested on.</param>
/// <param name="To">The record that rests on it.</param>
/// <param name="Link">Kind of the link; unspecified when a field says it.</param>
/// <param name="Field">The field that names the other record; empty for a link.</param>
internal sealed record Step(string From, string To, LinkKind Link, string Field);

/// <summary>What rests on what: links between records, and fields by which one record names the one it belongs to.</summary>
internal sealed class RecordGraph
{
    public const int MaxNodes = 500;

    // A country, a body, a person or a text is named by everything: being named beside it is no tie.
    private static readonly string[] NoTies = ["countries/", "organizations/", "places/", "people/", "positions/", "publications/", "links/", "systemAssets/"];

    // Fields that point to what comes of a record, not to what it rests on.
    private static readonly string[] Forward = ["supported_projects", "introductions", "became", "asset", "selected", "project", "held_meetings", "announced_meetings"];

    // "A supports B": B is what comes of A. All other kinds say that A rests on B.
    private static readonly LinkKind[] Outward = [LinkKind.Supports, LinkKind.Prepares, LinkKind.MovedTo];

    private readonly ILookup<string, Step> steps;

    private RecordGraph(IEnumerable<Step> steps) => this.steps = steps.Distinct().ToLookup(s => s.From, StringComparer.Ordinal);

    public static async Task<RecordGraph> ReadAsync(RecordSet records)
    {
        var links = await records.ReadAsync(["Link"], "select s.name, s.certain, f.from_name, f.to_name, f.kind from s join mart.link f on f.name = s.name and f.version = s.version");
        var types = RecordSet.AllTypes.Except(["Link", "Publication", "Country", "Organization", "Person", "Position", "Place"], StringComparer.Ordinal).ToArray();
        var fields = await records.ReadAsync(types, "select s.name, s.certain, f.field_path, f.to_name from s join mart.reference f on f.name = s.name and f.version = s.version where f.field_path not like 'record.%'");
        return new RecordGraph([.. links.Select(OfLink), .. fields.Where(f => !IsPlain(f.Text(3))).Select(OfField)]);
    }

    /// <summary>Everything that rests on a record, nearest first, each record once.</summary>
    public IReadOnlyList<(Step Step, int Depth)> From(string start)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal) { start };
        var queue = new Queue<(string Name, int Depth)>([(start, 0)]);
        var found = new List<(Step, int)>();
        while (found.Count < MaxNodes && queue.TryDequeue(out var at))
        {
            foreach (var step in steps[at.Name].OrderBy(s => s.To, StringComparer.Ordinal).Where(s => seen.Add(s.To)))
            {
                found.Add((step, at.Depth + 1));
                queue.Enqueue((step.To, at.Depth + 1));
            }
        }

        return found;
    }

    private static Step OfLink(Hit link)
    {
        var kind = Enum.TryParse<LinkKind>(link.Text(4).Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var parsed) ? parsed : LinkKind.Other;
        return Outward.Contains(kind) ? new Step(link.Text(2), link.Text(3), kind, "") : new Step(link.Text(3), link.Text(2), kind, "");
    }

    private static Step OfField(Hit reference)
    {
        var (name, path, to) = (reference.Name, reference.Text(2), reference.Text(3));
        return Forward.Any(f => path.StartsWith(f, StringComparison.Ordinal)) ? new Step(name, to, LinkKind.Unspecified, path) : new Step(to, name, LinkKind.Unspecified, path);
    }

    private static bool IsPlain(string name) => NoTies.Any(p => name.StartsWith(p, StringComparison.Ordinal));
}
