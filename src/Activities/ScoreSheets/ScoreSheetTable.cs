using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.ScoreSheets;

/// <summary>What lists of score sheets filter and sort by, and what one must be. One is adopted in a round at a time.</summary>
public static class ScoreSheetTable
{
    public static readonly ResourceType<ScoreSheet> Type = new ResourceType<ScoreSheet>("score_sheets")
        .StateMachine<ScoreSheetState>(s => s
            .Start(ScoreSheetState.Draft)
            .Move(ScoreSheetState.Adopted, "adopted", ScoreSheetState.Draft)
            .Move(ScoreSheetState.Superseded, "superseded", ScoreSheetState.Adopted))
        .Search(s => [s.Note, .. s.Criteria.Select(c => c.Text)])
        .Column("version_number", ColumnKind.Number, s => (long)s.Version)
        .HoldParent(RoundTable.Type)
        .Rule(Check);

    private static void Check(RuleContext<ScoreSheet> context)
    {
        var sheet = context.Resource;
        context.RequireKeys("criteria", sheet.Criteria.Select(c => c.Key));
        if (sheet.Criteria.Count == 0)
        {
            context.RefuseLive("criteria", "REQUIRED", "A score sheet has criteria.");
        }

        foreach (var (i, criterion) in sheet.Criteria.Index())
        {
            context.Require(At(i, "text"), criterion.Text);
            if (Amounts.Parse(criterion.Weight) is not (> 0 and <= 100))
            {
                context.RefuseLive(At(i, "weight"), "WEIGHT_SYNTAX", "A weight is decimal text above 0 and up to 100, such as 0.4.");
            }

            if (criterion.MaxPoints is < 1 or > 1000)
            {
                context.RefuseLive(At(i, "max_points"), "RANGE", "The highest number of points is from 1 to 1000.");
            }
        }

        var sum = sheet.Criteria.Sum(c => Amounts.Parse(c.Weight) ?? 0);
        if (sheet.Criteria.Count > 0 && sum is not (1 or 100))
        {
            context.RefuseLive("criteria", "WEIGHTS_SUM", $"The weights add up to {Amounts.Format(sum)}, not to 1 or 100.");
        }
    }

    private static string At(int index, string field) => string.Create(CultureInfo.InvariantCulture, $"criteria[{index}].{field}");
}
