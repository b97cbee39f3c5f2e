using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>The project that a selected proposal becomes.</summary>
internal static class ProposedProject
{
    public static Project Of(Proposal proposal, Round round, Money? granted)
    {
        var project = new Project
        {
            Kind = KindOf(round.Areas.FirstOrDefault(a => a.Key == proposal.Area)?.Kind ?? SupportAreaKind.Unknown),
            Names = { proposal.Titles },
            Parties = { proposal.Parties },
            Targets = { proposal.Targets },
            Round = round.Name,
            Area = proposal.Area,
            Program = round.Program,
            Order = proposal.Order,
            Aims = { proposal.Aims },
            Topics = { proposal.Topics },
            Record = new Record { Visibility = proposal.Record?.Visibility },
        };
        if (granted is not null)
        {
            var budget = granted.Clone();
            (budget.Kind, budget.PartOf) = (MoneyKind.Approved, round.Name);
            project.Budget.Add(budget);
        }

        return project;
    }

    private static ProjectKind KindOf(SupportAreaKind area) => area switch
    {
        SupportAreaKind.Consulting => ProjectKind.Consulting,
        SupportAreaKind.Training => ProjectKind.Training,
        SupportAreaKind.ExpertDispatch => ProjectKind.ExpertDispatch,
        SupportAreaKind.RoadShow => ProjectKind.RoadShow,
        SupportAreaKind.System => ProjectKind.System,
        _ => ProjectKind.Unknown,
    };
}
