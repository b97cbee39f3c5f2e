using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Organizations;

/// <summary>One name of an organization.</summary>
internal sealed record OrganizationName(string Organization, string Text, string Key, string Language, string Kind, string Edtf, string[] Publications)
{
    /// <summary>A name that stands for the body by itself, not a short form of another.</summary>
    public bool IsFull => Kind is not ("ABBREVIATION" or "SHORT");

    /// <summary>Whether it was in use on a day, as far as its period says.</summary>
    public DateAnswer InUse(DayRange days) => DateRules.Read(new DateValue { Edtf = Edtf }).Overlaps(days);
}

/// <summary>Which organizations are one body through time: units under their ministry, predecessors with their successors.</summary>
internal sealed class Lineages
{
    private readonly Dictionary<string, string> parents;
    private readonly ILookup<string, string> successors;
    private readonly Dictionary<string, List<string>> members = new(StringComparer.Ordinal);

    private Lineages(Dictionary<string, string> parents, List<(string Before, string After, string Edtf)> successions, IEnumerable<OrganizationName> names)
    {
        this.parents = parents;
        successors = successions.ToLookup(s => s.Before, s => s.After, StringComparer.Ordinal);
        Names = names.ToLookup(n => n.Organization, StringComparer.Ordinal);
        Began = successions.Where(s => s.Edtf.Length > 0).GroupBy(s => s.After, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.Min(s => DateRules.Earliest(new DateValue { Edtf = s.Edtf })), StringComparer.Ordinal);
        foreach (var organization in parents.Keys)
        {
            members[organization] = [organization];
        }

        foreach (var (before, after, _) in successions)
        {
            Join(before, after);
        }
    }

    /// <summary>All organizations, those merged into another among them.</summary>
    public IEnumerable<string> Organizations => members.Keys;

    /// <summary>Names by organization, in the order of the record.</summary>
    public ILookup<string, OrganizationName> Names { get; }

    /// <summary>When an organization took over from another; absent when unknown.</summary>
    public Dictionary<string, DateOnly?> Began { get; }

    public static async Task<Lineages> ReadAsync(RecordSet records)
    {
        var organizations = await records.ReadAsync(["Organization"], "select s.name, s.certain, f.parent from s join mart.organization f on f.name = s.name and f.version = s.version");
        var successions = await records.ReadAsync(["Organization"], "select s.name, s.certain, f.predecessor, f.successor, f.edtf from s join mart.organization_succession f on f.name = s.name and f.version = s.version");
        // A merged record is out of lists and goes on being named.
        var merged = await records.ReadAsync(["Organization"], "select m.name, true, m.name, m.into_name, '' from mart.redirect m");
        var names = await records.ReadAsync(["Organization"], """
            select s.name, s.certain, f.text, f.key, f.language, f.kind, f.edtf, f.publications
            from s join mart.organization_name f on f.name = s.name and f.version = s.version order by s.name, f.item
            """);
        return new Lineages(
            organizations.ToDictionary(o => o.Name, o => o.Text(2), StringComparer.Ordinal),
            [.. successions.Concat(merged).Select(s => (s.Text(2), s.Text(3), s.Text(4))).Distinct()],
            names.Select(n => new OrganizationName(n.Name, n.Text(2), n.Text(3), n.Text(4), n.Text(5), n.Text(6), n.Texts(7))));
    }

    /// <summary>The body a unit belongs to, as far up as is known.</summary>
    public string Root(string organization)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (seen.Add(organization) && parents.GetValueOrDefault(organization) is { Length: > 0 } parent)
        {
            organization = parent;
        }

        return organization;
    }

    /// <summary>An organization with its predecessors and successors.</summary>
    public IReadOnlyList<string> Members(string organization) => members.GetValueOrDefault(organization) ?? [organization];

    /// <summary>What the body is now: the organization nobody has succeeded. Of several, the first by name.</summary>
    public string Present(string organization) =>
        Members(organization).Where(m => !successors.Contains(m)).Order(StringComparer.Ordinal).FirstOrDefault() ?? organization;

    private void Join(string before, string after)
    {
        var (one, other) = (members.GetValueOrDefault(before) ?? [before], members.GetValueOrDefault(after) ?? [after]);
        if (ReferenceEquals(one, other))
        {
            return;
        }

        one.AddRange(other);
        foreach (var member in one)
        {
            members[member] = one;
        }
    }
}
