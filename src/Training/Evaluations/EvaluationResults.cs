using EGovPlatform.Training.V1;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>
/// Adds up answers so that nobody's can be told. A group of fewer people than the smallest group is left out; and if
/// those left out together are fewer, the smallest group shown is left out too, for the whole minus the rest would tell
/// them. The same holds for each question.
/// </summary>
public static class EvaluationResults
{
    private const int DefaultSmallest = 5;

    public static EvaluationSummary Of(Evaluation evaluation, IReadOnlyList<EvaluationResponse> responses)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        ArgumentNullException.ThrowIfNull(responses);
        var smallest = evaluation.SmallestGroup > 0 ? evaluation.SmallestGroup : DefaultSmallest;
        var summary = new EvaluationSummary { Name = evaluation.Name, Responses = responses.Count };
        if (evaluation.HasAsked)
        {
            summary.Asked = evaluation.Asked;
            if (evaluation.Asked > 0)
            {
                summary.ResponseRate = Math.Round((double)responses.Count / evaluation.Asked, 4);
            }
        }

        if (responses.Count < smallest)
        {
            summary.SuppressedResponses = responses.Count;
            summary.SuppressedGroups = responses.Select(r => r.Group).Distinct(StringComparer.Ordinal).Count();
            return summary;
        }

        summary.Questions.Add(Questions(evaluation, responses, smallest));
        var groups = responses.GroupBy(r => r.Group, StringComparer.Ordinal).OrderBy(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).ToList();
        var hidden = groups.FindAll(g => g.Count() < smallest || g.Key.Length == 0);
        var shown = groups.Except(hidden).ToList();
        while (hidden.Sum(g => g.Count()) is > 0 and var few && few < smallest && shown.Count > 0)
        {
            hidden.Add(shown[0]);
            shown.RemoveAt(0);
        }

        summary.SuppressedGroups = hidden.Count;
        summary.SuppressedResponses = hidden.Sum(g => g.Count());
        foreach (var group in shown.OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            summary.Groups.Add(new GroupResult { Group = group.Key, Responses = group.Count(), Questions = { Questions(evaluation, [.. group], smallest) } });
        }

        HideRemainders(summary, smallest);
        return summary;
    }

    private static IEnumerable<QuestionResult> Questions(Evaluation evaluation, IReadOnlyList<EvaluationResponse> responses, int smallest)
    {
        foreach (var question in evaluation.Questions)
        {
            var answers = responses.SelectMany(r => r.Answers).Where(a => a.Question == question.Key).ToList();
            var scores = answers.Where(a => a.HasScore).Select(a => a.Score).ToList();
            var result = new QuestionResult { Question = question.Key, Answers = question.Scale > 0 ? scores.Count : answers.Count };
            if (scores.Count >= smallest)
            {
                result.Average = Math.Round(scores.Average(), 4);
            }

            yield return result;
        }
    }

    private static void HideRemainders(EvaluationSummary summary, int smallest)
    {
        for (var i = 0; i < summary.Questions.Count; i++)
        {
            var shown = summary.Groups.Select(g => g.Questions[i]).Where(q => q.HasAverage).OrderBy(q => q.Answers).ToList();
            var rest = summary.Questions[i].Answers - shown.Sum(q => q.Answers);
            for (var next = 0; rest > 0 && rest < smallest && next < shown.Count; next++)
            {
                rest += shown[next].Answers;
                shown[next].ClearAverage();
            }
        }
    }
}
