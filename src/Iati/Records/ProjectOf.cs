using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using Name = EGovPlatform.Common.V1.Name;

namespace EGovPlatform.Iati.Records;

/// <summary>
/// Reads an activity of a file as a project of ours. docs/iati.md has the table. References to organizations are written as
/// `organizations/~org-id~{identifier}`, to be resolved by whoever stores the project.
/// </summary>
public static class ProjectOf
{
    /// <summary>Namespace of what IATI has no place for in files of ours.</summary>
    public const string Own = "urn:egovplatform:iati:1";

    /// <summary>Scheme of the identifiers of activities.</summary>
    public const string Scheme = "iati";

    /// <summary>The project, with the whole activity kept in it.</summary>
    public static Project Activity(IatiActivity activity, string version)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var project = new Project
        {
            Record = RecordOf(activity),
            State = int.TryParse(activity.Status?.Code, CultureInfo.InvariantCulture, out var status) && status is >= 1 and <= 6 ? (ProjectState)status : ProjectState.Pipeline,
            Kind = activity.AidTypes.FirstOrDefault(a => a.Vocabulary is null or "1")?.Code switch
            {
                "D01" => ProjectKind.ExpertDispatch,
                "E01" => ProjectKind.Training,
                _ => ProjectKind.Unknown,
            },
            Names = { NamesOf(activity) },
            Parties = { PartiesOf.Participants(activity) },
            Targets = { PartiesOf.Targets(activity) },
            Period = DaysOf.Between(activity, "2", "4"),
            Budget = { MoneyOf.Activity(activity) },
            Aims = { AimsOf(activity) },
            Topics = { TopicsOf(activity) },
            Iati = KeptActivity.Keep(activity, version),
        };
        if (DaysOf.Between(activity, "1", "3") is { } planned)
        {
            project.Planned.Add(new PlannedDate { Planned = planned });
        }

        return project;
    }

    /// <summary>A language as a tag; empty when the text's is not known.</summary>
    internal static string Language(Narrative narrative, IatiActivity activity)
    {
        var code = (narrative.Language is { Length: > 0 } own ? own : activity.Language ?? "").Split('-')[0].ToLowerInvariant();
        return Codelist.Of("Language").Has(code) ? code : "";
    }

    private static IEnumerable<Name> NamesOf(IatiActivity activity)
    {
        var titles = activity.Title?.Narratives.Where(n => n.Text.Trim().Length > 0).Select(n => new Name { Text = n.Text.Trim(), LanguageCode = Language(n, activity) }).ToList();
        return titles is { Count: > 0 } ? titles : [new Name { Text = activity.Identifier.Trim(), Kind = NameKind.AsPrinted }];
    }

    // What it is for: the objectives, else the general description.
    private static IEnumerable<string> AimsOf(IatiActivity activity)
    {
        var aims = activity.Descriptions.Where(d => d.Type == "2").ToList();
        return (aims.Count > 0 ? aims : activity.Descriptions.Where(d => d.Type is null or "1")).SelectMany(d => d.Narratives).Select(n => n.Text.Trim()).Where(t => t.Length > 0).Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> TopicsOf(IatiActivity activity) =>
        activity.Sectors.Concat(activity.Transactions.SelectMany(t => t.Sectors))
            .Select(s => (s.Vocabulary is null or "1" ? Codelist.Of("Sector").NameOf(s.Code ?? "") : null) ?? s.Narratives.FirstOrDefault()?.Text.Trim() ?? "")
            .Where(t => t.Length > 0).Distinct(StringComparer.Ordinal);

    private static Record RecordOf(IatiActivity activity)
    {
        var record = new Record
        {
            Historical = true,
            Visibility = new Visibility { Level = VisibilityLevel.Public },
            Certainty = RecordCertainty.SingleSource,
            ExternalIdentifiers = { new ExternalIdentifier { Scheme = Scheme, Value = activity.Identifier.Trim() } },
        };
        if (activity.FlowType?.Code is { } flow && Codelist.Of("FlowType").Has(flow) && !Codelist.Of("FlowType").IsWithdrawn(flow))
        {
            // The publisher has said so; nothing is called aid otherwise.
            record.ExternalIdentifiers.Add(new ExternalIdentifier { Scheme = "crs-flow-type", Value = flow });
        }

        return record;
    }
}
