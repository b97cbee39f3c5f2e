using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Editions;

/// <summary>What an edition asks and consists of, and how its plan may move.</summary>
internal static class EditionTerms
{
    public static void Check(RuleContext<CourseEdition> context)
    {
        var edition = context.Resource;
        if (edition is { HasCapacity: true, Capacity: < 0 })
        {
            context.Refuse("capacity", "NOT_NEGATIVE", "A capacity is 0 or more; absent is unknown.");
        }

        context.RequireKeys("parts", edition.Parts.Select(p => p.Key));
        for (var i = 1; i < edition.Parts.Count; i++)
        {
            context.WarnIfBefore(FieldAt.Of("parts", i, "period"), edition.Parts[i - 1].Period, edition.Parts[i].Period, "A part lies before the one listed before it.");
        }

        if (edition.EndorsementSteps.Distinct().Count() < edition.EndorsementSteps.Count || edition.EndorsementSteps.Contains(EndorsementStep.Unspecified))
        {
            context.Refuse("endorsement_steps", "DUPLICATE", "Each step stands once, and none is unspecified.");
        }

        for (var i = 0; i < edition.Eligibility.Count; i++)
        {
            CheckRule(context, FieldAt.Of("eligibility", i), edition.Eligibility[i]);
        }

        for (var i = 0; i < edition.Costs.Count; i++)
        {
            context.RequireOne(FieldAt.Of("costs", i, "payer"), edition.Costs[i].Payer?.Resource ?? "", edition.Costs[i].Payer?.AsPrinted ?? "");
        }

        context.RefuseSelf("opening_with", edition.Name, edition.OpeningWith);
        context.WarnIfBefore("nomination_deadline", edition.NominationDeadline, edition.Period, "The edition begins before its nominations end.");
        CheckMove(context);
        foreach (var state in new[] { CourseEditionState.Postponed, CourseEditionState.Cancelled }.Where(s => s == edition.State))
        {
            context.RequireReason(edition.Record, $"COURSE_EDITION_STATE_{state.ToString().ToUpperInvariant()}");
        }
    }

    private static void CheckRule(RuleContext<CourseEdition> context, string field, EligibilityRule rule)
    {
        var complete = rule.Kind switch
        {
            EligibilityKind.Age => (rule.HasLeastAge || rule.HasGreatestAge) && (!rule.HasLeastAge || !rule.HasGreatestAge || rule.LeastAge <= rule.GreatestAge),
            EligibilityKind.Language => rule.LanguageCode.Length > 0,
            EligibilityKind.Rank => rule.LeastRank != PositionRank.Unspecified,
            EligibilityKind.NoRepeat or EligibilityKind.Alumni => rule.WithinYears >= 0,
            _ => false,
        };
        if (!complete)
        {
            context.Refuse(field, "INCOMPLETE", $"A condition of kind {rule.Kind} lacks what it is checked by.");
        }
    }

    // Whoever was told the old date has to find it again, with who moved it and when.
    private static void CheckMove(RuleContext<CourseEdition> context)
    {
        if (context.Current is { State: >= CourseEditionState.Announced and <= CourseEditionState.Confirmed } before
            && before.Period is { Edtf.Length: > 0 } && context.Resource.Period?.Edtf != before.Period.Edtf
            && PlanRules.Current(context.Resource.Planned)?.Planned?.Edtf != context.Resource.Period?.Edtf)
        {
            context.RefuseLive("planned", "MOVED", "An announced edition moves by a new entry in planned: the new period, when it was stated, by whom and why.");
        }
    }
}
