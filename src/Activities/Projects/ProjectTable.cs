using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Projects;

/// <summary>What lists of projects filter and sort by, and what one must be.</summary>
public static class ProjectTable
{
    public static readonly ResourceType<Project> Type = new ResourceType<Project>("projects")
        .StateMachine<ProjectState>(s => s
            .Start(ProjectState.Pipeline)
            .Move(ProjectState.Implementation, "started", ProjectState.Pipeline, ProjectState.Suspended)
            .Move(ProjectState.Finalization, "finalized", ProjectState.Implementation)
            .Move(ProjectState.Closed, "closed", ProjectState.Finalization)
            .Move(ProjectState.Suspended, "suspended", ProjectState.Implementation)
            .Move(ProjectState.Cancelled, "cancelled", ProjectState.Pipeline, ProjectState.Implementation, ProjectState.Suspended))
        .Countries(p => p.Targets.Select(t => t.Resource))
        .Valid(p => p.Period)
        .Search(p => [.. p.Names.Select(n => n.Text), .. p.Aims, .. p.Topics])
        .OpenKind()
        .Text("program", p => p.Program)
        .Texts("parties", p => p.Parties.Concat(p.Targets).Select(x => x.Resource).Where(r => r.Length > 0))
        .Texts("topics", p => p.Topics)
        .Rule(Check);

    private static void Check(RuleContext<Project> context)
    {
        var project = context.Resource;
        context.RequireNames("names", project.Names);
        context.RequireParties("parties", project.Parties);
        context.RequireParties("targets", project.Targets);
    }
}
