using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of rounds, what was chosen in them, and systems on their way.</summary>
internal static class StarRounds
{
    public static IEnumerable<MartRow> Of(Round round)
    {
        yield return new("round",
            ("program", round.Program),
            ("chosen", round.State is RoundState.Selected or RoundState.Running or RoundState.Closed),
            ("council", round.Council));
        foreach (var (i, area) in round.Areas.Index())
        {
            yield return new("round_area", ("item", i), ("key", area.Key), ("kind", MessageFields.ShortEnum(area, "kind")), ("printed", area.AsPrinted));
        }
    }

    public static IEnumerable<MartRow> Of(Project project)
    {
        yield return new("project",
            ("round", project.Round),
            ("area", project.Area),
            ("cancelled", project.State == ProjectState.Cancelled));
        foreach (var target in Targets(project.Targets))
        {
            yield return target;
        }
    }

    public static IEnumerable<MartRow> Of(Proposal proposal) =>
    [
        new("proposal", ("round", Round(proposal.Name)), ("area", proposal.Area), ("selected", proposal.State == ProposalState.Selected)),
        .. Targets(proposal.Targets),
    ];

    public static MartRow Of(Decision decision) => new("decision",
        ("round", Round(decision.Name)),
        ("proposal", decision.Proposal),
        ("project", decision.Project),
        ("council", decision.Council),
        ("outcome", MessageFields.ShortEnum(decision, "outcome")),
        ("rank", decision.Rank));

    public static MartRow Of(Introduction introduction) => new("introduction",
        ("asset", introduction.Asset),
        ("target", introduction.Target?.Resource ?? ""),
        ("stage", EnumNames.Short(Introduction.Descriptor.FindFieldByName("state").EnumType, (int)introduction.State)),
        ("open_preconditions", introduction.Preconditions.Count(p => p.Status == PreconditionStatus.Open)));

    private static IEnumerable<MartRow> Targets(IEnumerable<Party> targets) => targets.Select((target, i) => new MartRow("project_target",
        ("item", i),
        ("target", target.Resource),
        ("printed", target.AsPrinted),
        ("sub_national", target.Resource.StartsWith("places/", StringComparison.Ordinal))));

    // rounds/{round} of what lies below it.
    private static string Round(string name) => string.Join('/', name.Split('/').Take(2));
}
