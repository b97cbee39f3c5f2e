using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Decisions;

/// <summary>What lists of decisions filter and sort by, and what one must be.</summary>
public static class DecisionTable
{
    public static readonly ResourceType<Decision> Type = new ResourceType<Decision>("decisions")
        .Act("promoted", "released")
        .Valid(d => d.Date)
        .Search(d => [d.Reason])
        .OpenKind("outcome")
        .Text("proposal", d => d.Proposal)
        .Text("project", d => d.Project)
        .Text("council", d => d.Council)
        .Column("rank", ColumnKind.Number, d => (long)d.Rank)
        // The unique indexes leave records of the past out: there a printed tie is a fact.
        .Column("historical", ColumnKind.Flag, d => d.Record?.Historical ?? false)
        .Rule(Check)
        .Guard(DecisionGuard.CheckAsync);

    private static void Check(RuleContext<Decision> context)
    {
        var decision = context.Resource;
        if (decision.Proposal.Length == 0 && decision.Project.Length == 0)
        {
            context.Refuse("proposal", "REQUIRED", "A decision is on a proposal or, where none is on record, names the project it led to.");
        }

        if (decision.Proposal.Length > 0 && !decision.Proposal.StartsWith(Type.Pattern.ParentOf(decision.Name) + "/", StringComparison.Ordinal))
        {
            context.Refuse("proposal", "OTHER_ROUND", "The proposal belongs to another round.");
        }

        if (decision.Rank < 0)
        {
            context.Refuse("rank", "NOT_NEGATIVE", "The rank counts from 1; 0 is unknown.");
        }

        if (decision.Outcome == DecisionOutcome.NotSelected && decision.Reason.Length == 0)
        {
            context.RefuseLive("reason", "REASON", "Not selecting a proposal needs a reason.");
        }
    }
}
