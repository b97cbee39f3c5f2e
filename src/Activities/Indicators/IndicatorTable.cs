using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Indicators;

/// <summary>What lists of indicators filter and sort by, and what one must be.</summary>
public static class IndicatorTable
{
    public static readonly ResourceType<Indicator> Type = new ResourceType<Indicator>("indicators")
        .Search(i => [.. i.Titles.Select(t => t.Text), i.Unit])
        .OpenKind()
        .Enum("measure")
        .Rule(Check);

    private static void Check(RuleContext<Indicator> context)
    {
        var indicator = context.Resource;
        context.RequireNames("titles", indicator.Titles);
        if (indicator.Measure == IndicatorMeasure.Unspecified)
        {
            context.Refuse("measure", "REQUIRED", "Say how it is measured.");
        }

        IEnumerable<(string Field, IndicatorValue Value)> values =
        [
            .. indicator.Baseline is { } baseline ? [("baseline", baseline)] : Array.Empty<(string, IndicatorValue)>(),
            .. indicator.Targets.Select((t, i) => (At("targets", i), t)),
            .. indicator.Actuals.Select((a, i) => (At("actuals", i), a)),
        ];
        foreach (var (field, value) in values)
        {
            CheckValue(context, field, value, indicator.Measure);
        }

        indicator.Achievements.Clear();
        indicator.Achievements.Add(Achievements.Of(indicator));
    }

    private static void CheckValue(RuleContext<Indicator> context, string field, IndicatorValue value, IndicatorMeasure measure)
    {
        if (value.Qualifier == Qualifier.Unspecified)
        {
            value.Qualifier = value.Amount.Length > 0 ? Qualifier.Exact : value.LowerAmount.Length > 0 && value.UpperAmount.Length > 0 ? Qualifier.Range : Qualifier.Unknown;
        }

        foreach (var (name, text) in new[] { ("amount", value.Amount), ("lower_amount", value.LowerAmount), ("upper_amount", value.UpperAmount) })
        {
            if (text.Length > 0 && !Amounts.TryParse(text, out _))
            {
                context.Refuse($"{field}.{name}", "AMOUNT_SYNTAX", "A value is decimal text such as 12.5; empty when unknown.");
            }
        }

        if (value.Qualifier == Qualifier.Range && !(Amounts.Parse(value.LowerAmount) <= Amounts.Parse(value.UpperAmount)))
        {
            context.Refuse($"{field}.lower_amount", "RANGE", "A range has its least and greatest value.");
        }

        if (measure == IndicatorMeasure.Qualitative)
        {
            context.Require($"{field}.text", value.Text);
        }
    }

    private static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
