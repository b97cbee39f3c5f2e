using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Scores;

/// <summary>Numbers of scores. Decimal throughout, rounded half to even to six decimals, so that they come out the same everywhere.</summary>
internal static class ScoreMath
{
    public const int Decimals = 6;

    public static decimal Round(decimal value) => Math.Round(value, Decimals, MidpointRounding.ToEven);

    /// <summary>Text without trailing zeros: one number has one text.</summary>
    public static string Text(decimal value) => Round(value).ToString("0.######", CultureInfo.InvariantCulture);

    /// <summary>Share of the points on a criterion, from 0 to 100.</summary>
    public static decimal Share(SheetCriterion criterion, Score score) =>
        100m * (Amounts.Parse(score.Points.First(p => p.Criterion == criterion.Key).Points) ?? 0) / criterion.MaxPoints;

    /// <summary>The weighted sum of the shares, from 0 to 100, not rounded.</summary>
    public static decimal Total(ScoreSheet sheet, Score score)
    {
        var weights = sheet.Criteria.Sum(Weight);
        return sheet.Criteria.Sum(c => Weight(c) * Share(c, score)) / weights;
    }

    public static decimal Weight(SheetCriterion criterion) => Amounts.Parse(criterion.Weight) ?? 0;
}
