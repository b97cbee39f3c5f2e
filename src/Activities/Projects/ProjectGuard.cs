using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Projects;

/// <summary>
/// A project among those of its round. The round is held while approved money changes: of many that take from one
/// ceiling at once, each sees what the others took.
/// </summary>
internal static class ProjectGuard
{
    public static async Task CheckAsync(RuleContext<Project> context, Neighbors neighbors)
    {
        var project = context.Resource;
        await CheckDecisionsAsync(context, neighbors);
        if (project.Round.Length == 0)
        {
            return;
        }

        var moves = context.Current is not { } before || !before.Budget.Equals(project.Budget) || before.Round != project.Round
            || (before.State == ProjectState.Cancelled) != (project.State == ProjectState.Cancelled) || before.DeleteTime is not null;
        var round = moves ? await neighbors.HoldAsync(RoundTable.Type, project.Round) : await neighbors.FindAsync(RoundTable.Type, project.Round);
        if (round is null)
        {
            return;
        }

        if (project.Area.Length > 0 && round.Areas.All(a => a.Key != project.Area))
        {
            context.RefuseLive("area", "UNKNOWN_KEY", $"'{project.Area}' is not the key of an area of {round.Name}.");
        }

        if (project.Program.Length > 0 && round.Program.Length > 0 && project.Program != round.Program)
        {
            context.Warn("program", "OTHER_PROGRAM", $"{round.Name} belongs to {round.Program}.");
        }

        if (moves)
        {
            var others = (await neighbors.ListAsync(ProjectTable.Type, "round", round.Name)).Where(p => p.Name != project.Name);
            RoundMoney.CheckProjects(context, round, others.Append(project));
        }
    }

    private static async Task CheckDecisionsAsync(RuleContext<Project> context, Neighbors neighbors)
    {
        var project = context.Resource;
        if (context.Current is { } before && before.Round.Length > 0 && before.Round != project.Round
            && (await neighbors.ListAsync(DecisionTable.Type, "project", project.Name)).Any(d => !d.Name.StartsWith(project.Round + "/", StringComparison.Ordinal)))
        {
            context.RefuseLive("round", "OTHER_ROUND", "A decision of the former round names the project.");
        }
    }
}
