using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.ActionPlans;

/// <summary>What lists of action plans filter and sort by, and what one must be.</summary>
public static class ActionPlanTable
{
    public static readonly ResourceType<ActionPlan> Type = new ResourceType<ActionPlan>("action_plans")
        .StateMachine<ActionPlanState>(s => s
            .Start(ActionPlanState.Draft)
            .Move(ActionPlanState.Submitted, "submitted", ActionPlanState.Draft, ActionPlanState.Returned)
            .Move(ActionPlanState.Returned, "returned", ActionPlanState.Submitted)
            .Move(ActionPlanState.Approved, "approved", ActionPlanState.Submitted)
            .Move(ActionPlanState.Closed, "closed", ActionPlanState.Approved))
        .Countries(p => [p.Country])
        .Search(p => [p.Title, .. p.Goals.Select(g => g.Text)])
        .Text("participant", p => p.Participant)
        .Text("organization", p => p.Organization)
        .Column("next_due", ColumnKind.Date, p => NextDue(p))
        .Rule(Check);

    /// <summary>The earliest last day of a goal that is open; null when none has one. Filter `next_due &lt; 2027-01-01` finds what is late.</summary>
    private static DateOnly? NextDue(ActionPlan plan) => plan.State == ActionPlanState.Closed ? null
        : plan.Goals.Where(g => g.Status is GoalStatus.Unspecified or GoalStatus.Started).Select(g => DateRules.Latest(g.Due)).Where(d => d is not null).Min();

    private static void Check(RuleContext<ActionPlan> context)
    {
        var plan = context.Resource;
        context.RequireKeys("goals", plan.Goals.Select(g => g.Key));
        for (var i = 0; i < plan.Goals.Count; i++)
        {
            context.Require(FieldAt.Of("goals", i, "text"), plan.Goals[i].Text);
            if (plan.Goals[i] is { Status: GoalStatus.Done, Observations.Count: 0 })
            {
                context.Warn(FieldAt.Of("goals", i, "status"), "NOT_OBSERVED", "Done, and nothing was seen of it.");
            }
        }

        for (var i = 0; i < plan.Reviews.Count; i++)
        {
            context.RequireOne(FieldAt.Of("reviews", i, "reviewer"), plan.Reviews[i].Reviewer?.Resource ?? "", plan.Reviews[i].Reviewer?.AsPrinted ?? "");
        }

        if (plan.Participant.Length > 0 && !plan.Participant.StartsWith(Type.Pattern.ParentOf(plan.Name) + "/", StringComparison.Ordinal))
        {
            context.Refuse("participant", "OTHER_EDITION", "The participant belongs to another edition.");
        }

        if (plan.State is ActionPlanState.Approved or ActionPlanState.Closed && plan.Reviews.Count == 0)
        {
            context.RefuseLive("reviews", "REQUIRED", "A plan is approved after a review.");
        }

        if (plan.State == ActionPlanState.Returned)
        {
            context.RequireReason(plan.Record, "ACTION_PLAN_STATE_RETURNED");
        }
    }
}
