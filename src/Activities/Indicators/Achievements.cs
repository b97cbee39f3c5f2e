using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Indicators;

/// <summary>Holds what was found against what was wanted, and says when what is known leaves it open.</summary>
internal static class Achievements
{
    public static IEnumerable<Achievement> Of(Indicator indicator) => indicator.Targets.Select((target, i) =>
    {
        var at = Latest(indicator, target);
        var achievement = new Achievement { Target = i, Answer = at < 0 ? TargetAnswer.Unknown : Answer(indicator, target, indicator.Actuals[at]) };
        if (at >= 0)
        {
            achievement.Actual = at;
            achievement.Percentage = Percentage(indicator, target, indicator.Actuals[at]);
        }

        return achievement;
    });

    // The finding that certainly was made by the target's date, the latest of them; of undated ones nobody knows.
    private static int Latest(Indicator indicator, IndicatorValue target)
    {
        var by = DateRules.Latest(target.Date);
        return indicator.Actuals.Index()
            .Where(a => DateRules.Latest(a.Item.Date) is { } day ? by is null || day <= by : by is null)
            .OrderBy(a => DateRules.Latest(a.Item.Date) ?? DateOnly.MinValue).ThenBy(a => a.Index)
            .Select(a => a.Index).DefaultIfEmpty(-1).Last();
    }

    private static TargetAnswer Answer(Indicator indicator, IndicatorValue target, IndicatorValue actual)
    {
        var (wanted, found) = indicator.Descending ? (Bounds(actual), Bounds(target)) : (Bounds(target), Bounds(actual));
        return indicator.Measure == IndicatorMeasure.Qualitative || Unknown(target) || Unknown(actual) ? TargetAnswer.Unknown
            : found.Lower >= wanted.Upper ? TargetAnswer.Met
            : found.Upper < wanted.Lower ? TargetAnswer.NotMet
            : TargetAnswer.PossiblyMet;
    }

    private static string Percentage(Indicator indicator, IndicatorValue target, IndicatorValue actual)
    {
        if (Exact(indicator.Baseline) is not { } start || Exact(target) is not { } end || Exact(actual) is not { } found || start == end)
        {
            return "";
        }

        try
        {
            return Math.Round((found - start) / (end - start) * 100, 1, MidpointRounding.AwayFromZero).ToString("0.#", CultureInfo.InvariantCulture);
        }
        catch (OverflowException)
        {
            return "";
        }
    }

    private static decimal? Exact(IndicatorValue? value) => value is { Qualifier: Qualifier.Exact } ? Amounts.Parse(value.Amount) : null;

    private static bool Unknown(IndicatorValue value) => Term(value).Unknown > 0;

    // About has no bounds: any margin would be made up.
    private static (decimal? Lower, decimal? Upper) Bounds(IndicatorValue value)
    {
        var term = Term(value);
        return (value.Qualifier is Qualifier.About or Qualifier.AtMost ? null : term.Lower, term.Unbounded > 0 ? null : term.Upper);
    }

    // A value is read by the rules of sums: decimal text with a qualifier.
    private static Tally Term(IndicatorValue value) =>
        MoneyRules.Term(new Money { Amount = value.Amount, Qualifier = value.Qualifier, LowerAmount = value.LowerAmount, UpperAmount = value.UpperAmount });
}
