using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Rounds;

/// <summary>What a round owes its proposals, decisions and projects. Its own row is locked by the write.</summary>
internal static class RoundGuard
{
    public static async Task CheckAsync(RuleContext<Round> context, Neighbors neighbors)
    {
        if (context.Current is not { } before)
        {
            return;
        }

        var round = context.Resource;
        var projects = await neighbors.ListAsync(ProjectTable.Type, "round", round.Name);
        if (!round.Budget.Equals(before.Budget))
        {
            RoundMoney.CheckProjects(context, round, projects);
            RoundMoney.CheckDecisions(context, round, await neighbors.ListAsync(DecisionTable.Type, "parent", round.Name), "budget");
        }

        var gone = before.Areas.Select(a => a.Key).Except(round.Areas.Select(a => a.Key), StringComparer.Ordinal).ToHashSet(StringComparer.Ordinal);
        if (gone.Count == 0)
        {
            return;
        }

        var proposals = await neighbors.ListAsync(ProposalTable.Type, "parent", round.Name);
        foreach (var key in projects.Select(p => p.Area).Concat(proposals.Select(p => p.Area)).Where(gone.Contains).Distinct(StringComparer.Ordinal))
        {
            context.RefuseLive("areas", "AREA_IN_USE", $"Proposals or projects of the round name the area '{key}'.");
        }
    }
}
