using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Scores;

namespace EGovPlatform.ActivitiesService.Rankings;

/// <summary>
/// The rule `mean-1` (docs/selection.md): the mean of the weighted totals; equal ones are parted by the mean on the heaviest
/// criterion, then the next, in order of the sheet among equal weights; those still equal share a rank. Everything is
/// decimal and in a canonical order, so that the same scores give the same digest on every machine.
/// </summary>
internal static class RankingRule
{
    public const string Name = "mean-1";

    /// <summary>A ranking of proposals by scores.</summary>
    /// <param name="round">Name of the round.</param>
    /// <param name="sheet">The sheet the scores were cast by.</param>
    /// <param name="proposals">Names of the proposals to rank.</param>
    /// <param name="scores">The scores that count.</param>
    /// <param name="recused">Member and proposal of each conflict that stands.</param>
    public static Ranking Of(string round, ScoreSheet sheet, IEnumerable<string> proposals, IReadOnlyCollection<Score> scores, IReadOnlyCollection<(string Member, string Proposal)> recused)
    {
        var criteria = sheet.Criteria.Index().OrderByDescending(c => ScoreMath.Weight(c.Item)).ThenBy(c => c.Index).Select(c => c.Item).ToList();
        var rows = proposals.Order(StringComparer.Ordinal).Select(p => Row(p, sheet, criteria, [.. scores.Where(s => ScoreTable.Type.Pattern.ParentOf(s.Name) == p)], recused))
            .OrderByDescending(r => r.Key, Keys).ThenBy(r => r.Row.Proposal, StringComparer.Ordinal).ToList();
        for (var i = 0; i < rows.Count; i++)
        {
            var same = i > 0 && Keys.Compare(rows[i].Key, rows[i - 1].Key) == 0;
            rows[i].Row.Rank = rows[i].Key.Count == 0 ? 0 : same ? rows[i - 1].Row.Rank : i + 1;
            rows[i].Row.Tied = rows[i].Key.Count > 0 && rows.Where((r, j) => j != i && Keys.Compare(r.Key, rows[i].Key) == 0).Any();
            rows[i].Row.PartedBy = PartedBy(rows, i, criteria);
        }

        var ranking = new Ranking { Sheet = sheet.Name, SheetRevision = Revision(sheet.Etag), Rule = Name, Rows = { rows.Select(r => r.Row) } };
        ranking.Inputs.Add(scores.OrderBy(s => s.Name, StringComparer.Ordinal).Select(s => new RankingInput { Score = s.Name, Revision = Revision(s.Etag) }));
        ranking.Digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Canonical(round, sheet, ranking, scores))));
        return ranking;
    }

    public static long Revision(string etag) => long.Parse(etag.Trim('"'), CultureInfo.InvariantCulture);

    /// <summary>One line a fact, fields parted by tabs; free text stays out.</summary>
    public static string Canonical(string round, ScoreSheet sheet, Ranking ranking, IEnumerable<Score> scores)
    {
        var text = new StringBuilder();
        Line("ranking", ranking.Rule, round);
        Line("sheet", ranking.Sheet, ranking.SheetRevision);
        foreach (var criterion in sheet.Criteria)
        {
            Line("criterion", criterion.Key, ScoreMath.Text(ScoreMath.Weight(criterion)), criterion.MaxPoints);
        }

        foreach (var score in scores.OrderBy(s => s.Name, StringComparer.Ordinal))
        {
            Line("score", score.Name, Revision(score.Etag), string.Join(' ', sheet.Criteria.Select(c => ScoreMath.Text(ScoreMath.Share(c, score)))), score.Total);
        }

        foreach (var row in ranking.Rows)
        {
            Line("row", row.Rank, row.Proposal, row.Total, row.Scores, string.Join(' ', row.Means.Select(m => m.Criterion + "=" + m.Mean)), row.PartedBy, row.Tied ? 1 : 0, string.Join(' ', row.Recused));
        }

        return text.ToString();

        void Line(params object[] fields) => text.AppendJoin('\t', fields.Select(f => Convert.ToString(f, CultureInfo.InvariantCulture))).Append('\n');
    }

    private static (RankingRow Row, IReadOnlyList<decimal> Key) Row(string proposal, ScoreSheet sheet, List<SheetCriterion> criteria, List<Score> scores, IEnumerable<(string Member, string Proposal)> recused)
    {
        var row = new RankingRow { Proposal = proposal, Scores = scores.Count };
        row.Recused.Add(recused.Where(r => r.Proposal == proposal).Select(r => r.Member).Order(StringComparer.Ordinal));
        if (scores.Count == 0)
        {
            return (row, []);
        }

        var total = ScoreMath.Round(Mean(s => ScoreMath.Total(sheet, s)));
        var means = criteria.Select(c => ScoreMath.Round(Mean(s => ScoreMath.Share(c, s)))).ToList();
        row.Total = ScoreMath.Text(total);
        row.Means.Add(criteria.Zip(means, (c, m) => new CriterionMean { Criterion = c.Key, Mean = ScoreMath.Text(m) }));
        return (row, [total, .. means]);

        // Sums of decimals do not depend on their order; only the division rounds.
        decimal Mean(Func<Score, decimal> value) => scores.Sum(s => ScoreMath.Round(value(s))) / scores.Count;
    }

    private static string PartedBy(List<(RankingRow Row, IReadOnlyList<decimal> Key)> rows, int index, List<SheetCriterion> criteria)
    {
        var own = rows[index].Key;
        var rivals = rows.Where((r, j) => j != index && own.Count > 0 && r.Key.Count > 0 && r.Key[0] == own[0] && Keys.Compare(r.Key, own) != 0).ToList();
        return rivals.Count == 0 ? "" : criteria[rivals.Max(r => Enumerable.Range(1, criteria.Count).First(k => r.Key[k] != own[k])) - 1].Key;
    }

    private static Comparer<IReadOnlyList<decimal>> Keys { get; } = Comparer<IReadOnlyList<decimal>>.Create((a, b) =>
        a.Zip(b, (x, y) => x.CompareTo(y)).FirstOrDefault(c => c != 0) is var found && found != 0 ? found : a.Count.CompareTo(b.Count));
}
