using EGovPlatform.Resources;
using EGovPlatform.Training.V1;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>
/// The limits of the edition, whatever write comes: nobody takes a seat beyond quota or capacity, and endorsements keep
/// the order of the edition. The edition is held by the write, so that each sees what the others took.
/// </summary>
internal static class NominationGuard
{
    public static async Task CheckAsync(RuleContext<Nomination> context, Neighbors neighbors)
    {
        var nomination = context.Resource;
        var plan = await SeatPlan.ReadAsync(neighbors, NominationTable.Type.Pattern.ParentOf(nomination.Name));
        if (SeatPlan.Takes(nomination) && MayExceed(context) && plan.Full(nomination) is { } full)
        {
            context.RefuseOver("state", full, full);
        }

        var steps = plan.Edition.EndorsementSteps;
        var given = nomination.Endorsements.Select(e => e.Step).ToList();
        if (steps.Count > 0 && !given.SequenceEqual(steps.Take(given.Count)))
        {
            context.RefuseLive("endorsements", "ENDORSEMENT_ORDER", $"The edition asks for {string.Join(", ", steps)} in this order.");
        }

        if ((context.Current?.State ?? NominationState.Draft) == NominationState.Draft && plan.IsUninvited(nomination) && nomination.State is not (NominationState.Draft or NominationState.Rejected or NominationState.Withdrawn))
        {
            context.RefuseLive("represents", "NOT_INVITED", "The edition invites by name, and none of the nomination's parties.");
        }
    }

    // A seat that was taken before stays taken, also when a quota was entered since.
    private static bool MayExceed(RuleContext<Nomination> context) =>
        context.Current is not { } before || before.DeleteTime is not null || !SeatPlan.Takes(before) || !SeatPlan.PartiesOf(before).SequenceEqual(SeatPlan.PartiesOf(context.Resource));
}
