using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Nominations;

namespace EGovPlatform.TrainingService.Invitations;

/// <summary>What lists of invitations filter and sort by, and what one must be.</summary>
public static class CountryInvitationTable
{
    public static readonly ResourceType<CountryInvitation> Type = new ResourceType<CountryInvitation>("country_invitations")
        .HoldParent(CourseEditionTable.Type)
        .Countries(i => [i.Party])
        .Valid(i => i.Sent)
        .Enum("answer")
        .Text("party", i => i.Party)
        .Rule(Check)
        .Guard(CheckOthersAsync);

    private static void Check(RuleContext<CountryInvitation> context)
    {
        var invitation = context.Resource;
        context.Require("party", invitation.Party);
        if (invitation is { HasQuota: true, Quota: < 0 })
        {
            context.Refuse("quota", "NOT_NEGATIVE", "A quota is 0 or more; absent is none.");
        }

        if (invitation.FocalPoint is { } focal)
        {
            context.RequireOne("focal_point", focal.Resource, focal.AsPrinted);
        }

        context.WarnIfBefore("answered", invitation.Sent, invitation.Answered, "Answered before it was sent.");
    }

    // The edition is held: nobody else takes a place or invites meanwhile.
    private static async Task CheckOthersAsync(RuleContext<CountryInvitation> context, Neighbors neighbors)
    {
        var invitation = context.Resource;
        var edition = Type.Pattern.ParentOf(invitation.Name);
        var invitations = await neighbors.ListAsync(Type, "parent", edition);
        if (invitations.Any(i => i.Name != invitation.Name && i.Party == invitation.Party))
        {
            context.Refuse("party", "DUPLICATE", $"{invitation.Party} has an invitation to this edition already.");
        }

        var taken = (await neighbors.ListAsync(NominationTable.Type, "parent", edition)).Count(n => SeatPlan.Takes(n) && SeatPlan.PartiesOf(n).Contains(invitation.Party));
        if (invitation.HasQuota && taken > invitation.Quota)
        {
            context.RefuseOver("quota", $"{invitation.Quota} places of {invitation.Party}", $"{taken} places are taken.");
        }
    }
}
