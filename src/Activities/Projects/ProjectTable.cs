using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Ledger;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Projects;

/// <summary>What lists of projects filter and sort by, and what one must be.</summary>
public static class ProjectTable
{
    public static readonly ResourceType<Project> Type = new ResourceType<Project>("projects", indexVersion: 2)
        .StateMachine<ProjectState>(s => s
            .Start(ProjectState.Pipeline)
            .Move(ProjectState.Implementation, "started", ProjectState.Pipeline, ProjectState.Suspended)
            .Move(ProjectState.Finalization, "finalized", ProjectState.Implementation)
            .Move(ProjectState.Closed, "closed", ProjectState.Implementation, ProjectState.Finalization)
            .Move(ProjectState.Suspended, "suspended", ProjectState.Implementation)
            .Move(ProjectState.Cancelled, "cancelled", ProjectState.Pipeline, ProjectState.Implementation, ProjectState.Suspended))
        .Countries(p => p.Targets.Select(t => t.Resource))
        .Valid(p => p.Period)
        .Search(p => [.. p.Names.Select(n => n.Text), .. p.Aims, .. p.Topics])
        .OpenKind()
        .Text("program", p => p.Program)
        .Text("round", p => p.Round)
        .Text("area", p => p.Area)
        .Column("order", ColumnKind.Number, p => (long)p.Order)
        .Texts("parties", p => p.Parties.Concat(p.Targets).Select(x => x.Resource).Where(r => r.Length > 0))
        .Texts("topics", p => p.Topics)
        .Rule(Check)
        .Guard(ProjectGuard.CheckAsync)
        .Guard(RecordedBudget.CheckAsync);

    private static void Check(RuleContext<Project> context)
    {
        var project = context.Resource;
        context.RequireNames("names", project.Names);
        context.RequireParties("parties", project.Parties);
        context.RequireParties("targets", project.Targets);
        if (project.Area.Length > 0 && project.Round.Length == 0)
        {
            context.Refuse("area", "ROUND_MISSING", "An area is named by its key within the round; round is empty.");
        }

        if (project.Order < 0)
        {
            context.Refuse("order", "NOT_NEGATIVE", "The order counts from 1; 0 is unknown.");
        }

        context.RequireKeys("components", project.Components.Select(c => c.Key));
        RoundMoney.CheckParts(context, "components", "COMPONENTS_OVER_BUDGET", project.Components.SelectMany(c => c.Budget), project.Budget);
        foreach (var (i, money) in project.Budget.Index())
        {
            if (money.PartOf.StartsWith("rounds/", StringComparison.Ordinal) && money.PartOf != project.Round)
            {
                context.Refuse(string.Create(CultureInfo.InvariantCulture, $"budget[{i}].part_of"), "OTHER_ROUND", "The money is part of another round than the project.");
            }
        }
    }
}
