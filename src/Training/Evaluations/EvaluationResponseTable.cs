using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>What lists of responses filter and sort by, and what one must be. It names nobody.</summary>
public static class EvaluationResponseTable
{
    public static readonly ResourceType<EvaluationResponse> Type = new ResourceType<EvaluationResponse>("evaluation_responses")
        .Rule(c =>
        {
            if (c.Resource.Answers.DistinctBy(a => a.Question).Count() < c.Resource.Answers.Count)
            {
                c.Refuse("answers", "DUPLICATE", "A question is answered once.");
            }

            if (c.Resource.Answers.Any(a => a.Text.Length > 0))
            {
                c.Refuse("answers", "PERSONAL_FIELD", "Words stand in private.answers, where they are sealed.");
            }
        })
        .Guard(CheckQuestionsAsync);

    private static async Task CheckQuestionsAsync(RuleContext<EvaluationResponse> context, Neighbors neighbors)
    {
        if (await neighbors.FindAsync(EvaluationTable.Type, Type.Pattern.ParentOf(context.Resource.Name)) is not { } evaluation)
        {
            return;
        }

        for (var i = 0; i < context.Resource.Answers.Count; i++)
        {
            var answer = context.Resource.Answers[i];
            var question = evaluation.Questions.FirstOrDefault(q => q.Key == answer.Question);
            if (question is null)
            {
                context.Refuse(FieldAt.Of("answers", i, "question"), "UNKNOWN_KEY", $"'{answer.Question}' is not a question.");
            }
            else if (answer.HasScore && (answer.Score < 1 || answer.Score > question.Scale))
            {
                context.Refuse(FieldAt.Of("answers", i, "score"), "SCALE", "The score is outside the scale of the question.");
            }
        }
    }

    /// <summary>Whether answers are taken on a day: not certainly before the period, nor certainly after it.</summary>
    public static bool Takes(Evaluation evaluation, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        return evaluation.Period is not { Edtf.Length: > 0 } || DateRules.RunningOn(evaluation.Period, day) != DateAnswer.No;
    }
}
