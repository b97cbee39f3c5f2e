using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Decisions;

/// <summary>One decision among those of its round. The round is held, so that of two at once the second sees the first.</summary>
internal static class DecisionGuard
{
    public static async Task CheckAsync(RuleContext<Decision> context, Neighbors neighbors)
    {
        var decision = context.Resource;

        // The project before the round: a project's own write locks them in that order too.
        if (await neighbors.FindAsync(ProjectTable.Type, decision.Project) is { } project && project.Round != DecisionTable.Type.Pattern.ParentOf(decision.Name))
        {
            context.RefuseLive("project", "OTHER_ROUND", "The project does not belong to the round.");
        }

        if (await neighbors.HoldAsync(RoundTable.Type, DecisionTable.Type.Pattern.ParentOf(decision.Name)) is not { } round)
        {
            return;
        }

        var others = (await neighbors.ListAsync(DecisionTable.Type, "parent", round.Name)).Where(d => d.Name != decision.Name).ToList();
        if (decision.Rank > 0 && others.Find(d => d.Rank == decision.Rank) is { } rival)
        {
            context.RefuseLive("rank", "DUPLICATE", $"{rival.Name} has rank {decision.Rank} too.");
        }

        if (decision.Proposal.Length > 0 && others.Find(d => d.Proposal == decision.Proposal) is { } earlier)
        {
            context.RefuseLive("proposal", "DUPLICATE", $"{earlier.Name} decides on the same proposal.");
        }

        // Selecting one from the reserve takes money that was stated before.
        var grows = context.Current is not { } before || !RoundMoney.Takes(before) || !Equals(before.Granted, decision.Granted) || before.DeleteTime is not null;
        if (decision.Granted is not null && RoundMoney.Takes(decision) && grows)
        {
            RoundMoney.CheckDecisions(context, round, [.. others, decision], "granted");
        }
    }
}
