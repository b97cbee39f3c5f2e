using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.FollowUps;

/// <summary>What lists of follow-ups filter and sort by, and what one must be.</summary>
public static class FollowUpTable
{
    public static readonly ResourceType<FollowUp> Type = new ResourceType<FollowUp>("follow_ups")
        .StateMachine<FollowUpState>(s => s
            .Start(FollowUpState.Raised)
            .Move(FollowUpState.Agreed, "agreed", FollowUpState.Raised)
            .Move(FollowUpState.Assigned, "assigned", FollowUpState.Raised, FollowUpState.Agreed)
            .Move(FollowUpState.InProgress, "started", FollowUpState.Assigned)
            .Move(FollowUpState.Done, "done", FollowUpState.Assigned, FollowUpState.InProgress)
            .Move(FollowUpState.Converted, "converted", FollowUpState.Raised, FollowUpState.Agreed, FollowUpState.Assigned, FollowUpState.InProgress)
            .Move(FollowUpState.Dropped, "dropped", FollowUpState.Raised, FollowUpState.Agreed, FollowUpState.Assigned, FollowUpState.InProgress))
        .Countries(f => [f.Counterpart?.Resource ?? "", f.Counterpart?.Represents ?? ""])
        .Valid(f => f.Raised)
        .Search(f => [f.Commitment, .. f.Topics])
        .Text("origin", f => f.Origin)
        .Text("owner", f => f.Owner?.Resource)
        .Text("became", f => f.Became)
        .Day("due_from", f => f.Due?.Earliest)
        .Day("due_to", f => f.Due?.Latest)
        .Texts("topics", f => f.Topics)
        .Rule(Check);

    private static void Check(RuleContext<FollowUp> context)
    {
        var followUp = context.Resource;
        context.Require("commitment", followUp.Commitment);
        context.Require("origin", followUp.Origin);
        context.RefuseSelf("became", followUp.Name, followUp.Became);
        var last = followUp.Record?.Transitions.LastOrDefault();
        switch (followUp.State)
        {
            // A promise stays open until someone proves it done.
            case FollowUpState.Done when context.Current?.State != FollowUpState.Done:
                context.RequireProof(context.Current?.Record, followUp.Record, "Closing a follow-up needs a source given with the move, or evidence on the record.");
                break;
            case FollowUpState.Assigned or FollowUpState.InProgress when followUp.Owner is null:
                context.RefuseLive("owner", "REQUIRED", "A follow-up is assigned to an owner.");
                break;
            case FollowUpState.Converted when followUp.Became.Length == 0 && last is not { ReplacedBy.Length: > 0 }:
                context.RefuseLive("became", "REQUIRED", "A converted follow-up names the record it became, here or as replaced_by.");
                break;
            case FollowUpState.Dropped when last is not { Reason.Length: > 0 }:
                context.RefuseLive("record.transitions", "REASON", "Dropping a follow-up needs a reason.");
                break;
            default:
                break;
        }
    }
}
