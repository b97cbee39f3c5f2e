using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Outputs;

/// <summary>What lists of outputs filter and sort by, and what one must be.</summary>
public static class OutputTable
{
    public static readonly ResourceType<Output> Type = new ResourceType<Output>("outputs")
        .StateMachine<OutputState>(s => s
            .Start(OutputState.Planned)
            .Move(OutputState.Delivered, "delivered", OutputState.Planned, OutputState.Returned)
            .Move(OutputState.Accepted, "accepted", OutputState.Delivered)
            .Move(OutputState.Returned, "returned", OutputState.Delivered)
            .Move(OutputState.Cancelled, "cancelled", OutputState.Planned, OutputState.Returned))
        .Valid(o => o.Delivered)
        .Search(o => [.. o.Titles.Select(t => t.Text), o.Summary, .. o.Topics])
        .OpenKind()
        .Text("became", o => o.Became)
        .Texts("assets", o => o.Assets)
        .Texts("parties", o => o.Parties.Select(p => p.Resource).Where(r => r.Length > 0))
        .Texts("topics", o => o.Topics)
        .Rule(Check)
        .Guard(CheckProjectAsync);

    private static void Check(RuleContext<Output> context)
    {
        var output = context.Resource;
        context.RequireNames("titles", output.Titles);
        context.RequireParties("parties", output.Parties);
        context.RefuseSelf("became", output.Name, output.Became);
        switch (output.State)
        {
            case OutputState.Accepted when context.Current?.State != OutputState.Accepted:
                context.RequireProof(context.Current?.Record, output.Record, "Acceptance is shown by a source given with the move, or by evidence on the record.");
                break;
            case OutputState.Returned:
                context.RequireReason(output.Record, "OUTPUT_STATE_RETURNED");
                break;
            case OutputState.Cancelled:
                context.RequireReason(output.Record, "OUTPUT_STATE_CANCELLED");
                break;
            default:
                break;
        }
    }

    private static async Task CheckProjectAsync(RuleContext<Output> context, Neighbors neighbors)
    {
        var moves = context.Current?.State != context.Resource.State;
        if (moves && context.Resource.State is OutputState.Delivered or OutputState.Accepted
            && await neighbors.FindAsync(ProjectTable.Type, Type.Pattern.ParentOf(context.Resource.Name)) is { State: ProjectState.Pipeline or ProjectState.Cancelled } project)
        {
            context.RefuseLive("parent", "PROJECT_NOT_RUNNING", $"{project.Name} has not started or was cancelled; it delivers nothing.");
        }
    }
}
