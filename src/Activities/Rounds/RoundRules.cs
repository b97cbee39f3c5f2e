using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Rounds;

/// <summary>What a round must be by itself.</summary>
internal static class RoundRules
{
    public static void Check(RuleContext<Round> context)
    {
        var round = context.Resource;
        context.RequireNames("titles", round.Titles);
        context.RequireParties("parties", round.Parties);
        context.RequireKeys("areas", round.Areas.Select(a => a.Key));
        context.RequireKeys("criteria", round.Criteria.Select(c => c.Key));
        foreach (var (i, area) in round.Areas.Index())
        {
            if (area.Kind == SupportAreaKind.Unspecified)
            {
                context.Refuse(At("areas", i, "kind"), "REQUIRED", "An area has a kind; OTHER and UNKNOWN are kinds.");
            }
        }

        CheckSurvey(context, round);
        CheckWeights(context, round);
        RoundMoney.CheckParts(context, "areas", "AREAS_OVER_BUDGET", round.Areas.SelectMany(a => a.Budget), round.Budget);
        if (round.State == RoundState.Cancelled)
        {
            context.RequireReason(round.Record, "ROUND_STATE_CANCELLED");
        }
    }

    private static void CheckSurvey(RuleContext<Round> context, Round round)
    {
        if (round.Survey is not { } survey)
        {
            return;
        }

        context.RequireKeys("survey.responses", survey.Responses.Select(r => r.Key));
        foreach (var (i, response) in survey.Responses.Index())
        {
            context.RequireOne(At("survey.responses", i, "body"), response.Body?.Resource ?? "", response.Body?.AsPrinted ?? "");
            if (response.Area.Length > 0 && round.Areas.All(a => a.Key != response.Area))
            {
                context.Refuse(At("survey.responses", i, "area"), "UNKNOWN_KEY", $"'{response.Area}' is not the key of an area.");
            }
        }
    }

    // Weights are fractions or percentages; while one is unknown, only too much is wrong.
    private static void CheckWeights(RuleContext<Round> context, Round round)
    {
        var weights = new List<decimal>();
        foreach (var (i, criterion) in round.Criteria.Index())
        {
            context.Require(At("criteria", i, "text"), criterion.Text);
            if (Amounts.Parse(criterion.Weight) is >= 0 and <= 100 and var weight)
            {
                weights.Add(weight);
            }
            else if (criterion.Weight.Length > 0)
            {
                context.Refuse(At("criteria", i, "weight"), "WEIGHT_SYNTAX", "A weight is decimal text from 0 to 100, such as 0.4; empty when unknown.");
                return;
            }
        }

        var sum = weights.Sum();
        var complete = weights.Count == round.Criteria.Count;
        if (weights.Count > 0 && (complete ? sum is not (1 or 100) : sum > 100))
        {
            context.RefuseLive("criteria", "WEIGHTS_SUM", $"The weights add up to {Amounts.Format(sum)}, not to 1 or 100.");
        }
    }

    private static string At(string list, int index, string field) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}].{field}");
}
