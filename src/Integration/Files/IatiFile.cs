using EGovPlatform.Activities.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Records;
using EGovPlatform.Iati.Validation;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>
/// An IATI activity file of 2.01 to 2.03, read activity by activity: each becomes a project, after the organizations it
/// identifies. A bad activity is a row with the rules it breaks and keeps no good one out.
/// </summary>
internal static class IatiFile
{
    /// <summary>What a file may change of a project that came from a file. Of organizations it changes nothing: it adds those not known.</summary>
    public static readonly string[] Columns =
    [
        .. new[] { "state", "kind", "names", "parties", "targets", "period", "planned", "budget", "aims", "topics", "iati" }.Select(c => "projects:" + c),
    ];

    private const int MostFindings = 20;

    public static FileContent Open(byte[] file) => new("projects", Columns, Rows(file));

    private static IEnumerable<FileRow> Rows(byte[] file)
    {
        using var reader = new IatiReader(new MemoryStream(file));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var read in reader.Activities())
        {
            var place = new CellPlace { Row = read.Activity.Line?.Line ?? 0, Column = "iati-activity" };
            if (!read.IsUsable)
            {
                yield return Refused(read, place);
                continue;
            }

            foreach (var (identifier, organization, line) in PartiesOf.Organizations(read.Activity).Where(o => seen.Add(o.Identifier)))
            {
                yield return new(Organization.Descriptor, identifier, "", organization, [], new() { Row = line, Column = "participating-org" }, new Dictionary<string, CellPlace>(StringComparer.Ordinal));
            }

            var project = ProjectOf.Activity(read.Activity, reader.Root?.Attribute("version")?.Value ?? "");
            yield return new(Project.Descriptor, NameOf(project), "", project, [], place, Places(read.Activity)) { Note = Note(read) };
        }

        foreach (var finding in reader.FileFindings.Where(f => f.Severity == Severity.Critical))
        {
            yield return new(null, "", "", null, [Violation(finding)], new() { Row = finding.Line, Column = "file" }, new Dictionary<string, CellPlace>(StringComparer.Ordinal));
        }
    }

    // A file of ours gives its projects their names back.
    private static string NameOf(Project project) => project.Iati.ExportedFrom.StartsWith("projects/", StringComparison.Ordinal)
        ? project.Iati.ExportedFrom : $"~{ProjectOf.Scheme}~{Uri.EscapeDataString(project.Iati.Identifier)}";

    private static FileRow Refused(ReadActivity read, CellPlace place)
    {
        var findings = read.Findings.Where(f => f.Severity == Severity.Critical || f.Id == "1.1.2").Select(Violation).ToList();
        if (findings.Count == 0)
        {
            findings.Add(new RowViolation { Field = "iati-identifier", Rule = "REQUIRED", Description = "The activity has no identifier.", Place = place });
        }

        return new(null, read.Activity.Identifier.Trim(), "", null, findings, place, new Dictionary<string, CellPlace>(StringComparer.Ordinal));
    }

    private static RowViolation Violation(Finding finding) => new()
    {
        Field = finding.Category,
        Rule = finding.Id,
        Description = $"{finding.Message} {finding.Context}",
        Place = new CellPlace { Row = finding.Line, Column = finding.Category },
    };

    private static string Note(ReadActivity read)
    {
        var findings = read.Findings.Where(f => f.Severity >= Severity.Warning).ToList();
        var parts = findings.Take(MostFindings).Select(f => $"{f.Severity.ToString().ToLowerInvariant()} {f.Id} in line {f.Line}: {f.Context}")
            .Append(findings.Count > MostFindings ? $"{findings.Count - MostFindings} findings more" : "")
            .Append(KeptActivity.DropsContacts(read.Activity) ? "contact-info is left out" : "");
        return string.Join("; ", parts.Where(p => p.Length > 0));
    }

    private static Dictionary<string, CellPlace> Places(IatiActivity activity)
    {
        var nodes = activity.Participants.Select((p, i) => ($"parties[{i}]", "participating-org", (IatiNode?)p))
            .Concat(activity.Budgets.Select((b, i) => ($"budget[{i}]", "budget", (IatiNode?)b)))
            .Concat(activity.Transactions.Select((t, i) => ($"budget[{activity.Budgets.Count + i}]", "transaction", (IatiNode?)t)))
            .Append(("names", "title", activity.Title));
        return nodes.Where(n => n.Item3?.Line is not null)
            .ToDictionary(n => n.Item1, n => new CellPlace { Row = n.Item3!.Line!.Line, Column = n.Item2 }, StringComparer.Ordinal);
    }
}
