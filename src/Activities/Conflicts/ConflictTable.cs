using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Conflicts;

/// <summary>What lists of conflicts filter and sort by. A member has one with a proposal at most, by its name.</summary>
public static class ConflictTable
{
    public static readonly ResourceType<Conflict> Type = new ResourceType<Conflict>("conflicts")
        .StateMachine<ConflictState>(s => s
            .Start(ConflictState.Standing)
            .Move(ConflictState.Lifted, "lifted", ConflictState.Standing)
            .Move(ConflictState.Standing, "declared_again", ConflictState.Lifted))
        .Search(c => [c.Ground])
        .Enum("kind")
        .Text("council", c => c.Council)
        .Text("member", c => c.Member)
        .Text("proposal", c => c.Proposal)
        .Rule(Check);

    /// <summary>Name of the conflict of a member with a proposal.</summary>
    public static string NameOf(string round, string member, string proposal) => Type.Pattern.Compose(round, $"{member}.{proposal.Split('/')[^1]}");

    private static void Check(RuleContext<Conflict> context)
    {
        var conflict = context.Resource;
        context.Require("ground", conflict.Ground);
        if (conflict.State == ConflictState.Lifted)
        {
            context.RequireReason(conflict.Record, "CONFLICT_STATE_LIFTED");
        }
    }
}
