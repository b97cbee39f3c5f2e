using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.ActivitiesService.Rankings;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.ActivitiesService.ScoreSheets;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Scores;

/// <summary>A score among the records of its round, which may not change before it is stored.</summary>
internal static class ScoreGuard
{
    public static async Task CheckAsync(RuleContext<Score> context, Neighbors neighbors)
    {
        var score = context.Resource;
        var roundName = ScoreTable.RoundOf(score.Name);
        var proposal = ScoreTable.Type.Pattern.ParentOf(score.Name);
        if (await neighbors.FindAsync(RoundTable.Type, roundName) is not { State: RoundState.Deliberating })
        {
            context.Refuse("parent", "NOT_DELIBERATING", $"{roundName} is not in deliberation.");
        }

        if (await neighbors.FindAsync(ProposalTable.Type, proposal) is not { State: ProposalState.UnderReview })
        {
            context.Refuse("parent", "NOT_UNDER_REVIEW", $"{proposal} is not under review.");
        }

        if ((await neighbors.ListAsync(RankingTable.Type, "parent", roundName)).Count > 0)
        {
            context.Refuse("parent", "SCORING_CLOSED", $"{roundName} is ranked already.");
        }

        if (await neighbors.FindAsync(ConflictTable.Type, ConflictTable.NameOf(roundName, score.Member, proposal)) is { State: ConflictState.Standing } conflict)
        {
            throw Errors.ConflictOfInterest(proposal, conflict.Name, conflict.Ground);
        }

        await FillAsync(context, neighbors, roundName);
    }

    private static async Task FillAsync(RuleContext<Score> context, Neighbors neighbors, string round)
    {
        var score = context.Resource;
        var sheet = (await neighbors.ListAsync(ScoreSheetTable.Type, "parent", round)).FirstOrDefault(s => s.State == ScoreSheetState.Adopted);
        if (sheet is null)
        {
            context.Refuse("parent", "NO_SHEET", $"{round} has no adopted score sheet.");
            return;
        }

        context.RequireKeys("points", score.Points.Select(p => p.Criterion));
        var sound = sheet.Criteria.All(c => score.Points.Count(p => p.Criterion == c.Key) == 1);
        foreach (var missing in sheet.Criteria.Where(c => score.Points.All(p => p.Criterion != c.Key)))
        {
            context.Refuse("points", "REQUIRED", $"Points on '{missing.Key}' are missing.");
        }

        foreach (var (i, points) in score.Points.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"points[{i}]");
            var criterion = sheet.Criteria.FirstOrDefault(c => c.Key == points.Criterion);
            if (criterion is null)
            {
                sound = false;
                context.Refuse(path + ".criterion", "UNKNOWN_KEY", $"'{points.Criterion}' is not a criterion of {sheet.Name}.");
            }
            else if (Amounts.Parse(points.Points) is not { } given || given < 0 || given > criterion.MaxPoints)
            {
                sound = false;
                context.Refuse(path + ".points", "RANGE", $"Points on '{criterion.Key}' are decimal text from 0 to {criterion.MaxPoints}.");
            }
        }

        score.Sheet = sheet.Name;
        score.Total = sound ? ScoreMath.Text(ScoreMath.Total(sheet, score)) : "";
    }
}
