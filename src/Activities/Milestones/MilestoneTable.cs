using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Milestones;

/// <summary>What lists of milestones filter and sort by, and what one must be.</summary>
public static class MilestoneTable
{
    public static readonly ResourceType<Milestone> Type = new ResourceType<Milestone>("milestones")
        .StateMachine<MilestoneState>(s => s
            .Start(MilestoneState.Planned)
            .Move(MilestoneState.Reached, "reached", MilestoneState.Planned, MilestoneState.Postponed)
            .Move(MilestoneState.Postponed, "postponed", MilestoneState.Planned)
            .Move(MilestoneState.Planned, "planned_anew", MilestoneState.Postponed)
            .Move(MilestoneState.Cancelled, "cancelled", MilestoneState.Planned, MilestoneState.Postponed))
        .Valid(m => m.Reached)
        .Search(m => m.Titles.Select(t => t.Text))
        .Text("component", m => m.Component)
        .Day("planned_from", m => PlanRules.Current(m.Planned)?.Planned?.Earliest)
        .Day("planned_to", m => PlanRules.Current(m.Planned)?.Planned?.Latest)
        .Column("slip_days", ColumnKind.Number, m => m.Slip is { HasMostDays: true } slip ? (long)slip.MostDays : null)
        .Rule(Check);

    /// <summary>The date it is held against now: the plan stated last.</summary>
    public static DateValue? Due(Milestone milestone) => PlanRules.Current((milestone ?? throw new ArgumentNullException(nameof(milestone))).Planned)?.Planned;

    private static void Check(RuleContext<Milestone> context)
    {
        var milestone = context.Resource;
        context.RequireNames("titles", milestone.Titles);
        if (milestone.Planned.Count == 0)
        {
            context.RefuseLive("planned", "REQUIRED", "A milestone has a date it is planned for.");
        }

        CheckPlans(context, milestone);
        switch (milestone.State)
        {
            case MilestoneState.Reached when string.IsNullOrEmpty(milestone.Reached?.Edtf):
                context.RefuseLive("reached", "REQUIRED", "What was reached has its date.");
                break;
            case MilestoneState.Postponed:
                context.RequireDecision(milestone.Record, "MILESTONE_STATE_POSTPONED");
                break;
            case MilestoneState.Cancelled:
                context.RequireReason(milestone.Record, "MILESTONE_STATE_CANCELLED");
                break;
            default:
                break;
        }

        milestone.Slip = Slip(milestone);
    }

    // A plan that was stated stays stated: a new date is added behind it.
    private static void CheckPlans(RuleContext<Milestone> context, Milestone milestone)
    {
        if (context.Current is not { } before)
        {
            return;
        }

        if (before.Planned.Where((p, i) => i >= milestone.Planned.Count || !p.Equals(milestone.Planned[i])).Any())
        {
            context.RefuseLive("planned", "PLAN_LOST", "Dates it was given before stay; add the new one at the end.");
        }

        if (before.State == MilestoneState.Postponed && milestone.State == MilestoneState.Planned && !Later(before, milestone))
        {
            context.RefuseLive("planned", "REQUIRED", "A new date is added before it is planned anew.");
        }
    }

    // The date may have come with an update while it was postponed.
    private static bool Later(Milestone before, Milestone milestone) =>
        DateRules.Latest(milestone.Planned.LastOrDefault()?.Stated) is not { } stated
        || DateRules.Earliest(before.Record.Transitions.LastOrDefault(t => t.State == "MILESTONE_STATE_POSTPONED")?.Known) is not { } postponed || stated >= postponed;

    private static MilestoneSlip? Slip(Milestone milestone)
    {
        // The day it was reached is the last word on the plan.
        var dates = milestone.Planned.ToList();
        if (milestone.State == MilestoneState.Reached && milestone.Reached is { Edtf.Length: > 0 } reached)
        {
            dates.Add(new PlannedDate { Planned = reached, Stated = new DateValue { Edtf = "9999-01-01", Earliest = "9999-01-01", Latest = "9999-01-01" } });
        }

        if (PlanRules.SlipOf(dates) is not { } slip)
        {
            return null;
        }

        var answer = new MilestoneSlip { Text = slip.Text };
        if (slip.Least is { } least)
        {
            answer.LeastDays = least;
        }

        if (slip.Most is { } most)
        {
            answer.MostDays = most;
        }

        return answer;
    }
}
