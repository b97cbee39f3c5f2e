using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Introductions;

/// <summary>What an introduction must be before it goes on.</summary>
internal static class IntroductionRules
{
    public static void Check(RuleContext<Introduction> context)
    {
        var introduction = context.Resource;
        context.Require("asset", introduction.Asset);
        context.RequireOne("target", introduction.Target?.Resource ?? "", introduction.Target?.AsPrinted ?? "");
        context.RequireParties("parties", introduction.Parties);
        context.RequireKeys("preconditions", introduction.Preconditions.Select(p => p.Key));
        foreach (var (i, precondition) in introduction.Preconditions.Index())
        {
            if (precondition.Kind == PreconditionKind.Unspecified)
            {
                context.Refuse(At(i, "kind"), "REQUIRED", "A precondition has a kind; OTHER is one.");
            }

            if (precondition.Status == PreconditionStatus.Overridden && precondition.Reason.Length == 0)
            {
                context.RefuseLive(At(i, "reason"), "REASON", "Passing over a precondition needs a reason.");
            }
        }

        CheckState(context);
    }

    /// <summary>Neither met, nor not needed, nor passed over. What nobody knows is not settled.</summary>
    public static bool IsUnsettled(Precondition precondition) =>
        precondition.Status is PreconditionStatus.Open or PreconditionStatus.Unknown or PreconditionStatus.Unspecified;

    private static void CheckState(RuleContext<Introduction> context)
    {
        var introduction = context.Resource;
        var entered = context.Current?.State != introduction.State;
        switch (introduction.State)
        {
            case IntroductionState.Building when entered:
                foreach (var (i, precondition) in introduction.Preconditions.Index().Where(p => IsUnsettled(p.Item)))
                {
                    context.RefuseLive(At(i, "status"), "PRECONDITION_OPEN", $"Building starts when the precondition '{precondition.Key}' is met, not needed, or overridden with a reason.");
                }

                break;
            case IntroductionState.Building or IntroductionState.Live or IntroductionState.UseVerified:
                // What turns out open after building began is a fact to keep, not to refuse.
                foreach (var (i, precondition) in introduction.Preconditions.Index().Where(p => IsUnsettled(p.Item)))
                {
                    context.Warn(At(i, "status"), "PRECONDITION_OPEN", $"The precondition '{precondition.Key}' is not settled although building began.");
                }

                break;
            case IntroductionState.Stalled:
                context.RequireReason(introduction.Record, "INTRODUCTION_STATE_STALLED");
                break;
            default:
                break;
        }

        if (introduction.State == IntroductionState.UseVerified && entered)
        {
            context.RequireProof(context.Current?.Record, introduction.Record, "Use is verified by a source given with the move, or by evidence on the record.");
        }
    }

    private static string At(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"preconditions[{index}].{field}");
}
