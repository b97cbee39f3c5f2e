using EGovPlatform.Resources;
using EGovPlatform.Training.V1;

namespace EGovPlatform.TrainingService.Evaluations;

/// <summary>What lists of evaluations filter and sort by, and what one must be.</summary>
public static class EvaluationTable
{
    /// <summary>Least number of people whose answers may stand together.</summary>
    private const int Least = 3;

    public static readonly ResourceType<Evaluation> Type = new ResourceType<Evaluation>("evaluations")
        .Valid(e => e.Period)
        .Search(e => [e.Title])
        .Rule(Check);

    private static void Check(RuleContext<Evaluation> context)
    {
        var evaluation = context.Resource;
        context.RequireKeys("questions", evaluation.Questions.Select(q => q.Key));
        for (var i = 0; i < evaluation.Questions.Count; i++)
        {
            context.Require(FieldAt.Of("questions", i, "text"), evaluation.Questions[i].Text);
            if (evaluation.Questions[i].Scale is < 0 or 1 or > 100)
            {
                context.Refuse(FieldAt.Of("questions", i, "scale"), "SCALE", "A scale ends at 2 to 100; 0 asks for words.");
            }
        }

        if (evaluation.SmallestGroup is not 0 and < Least)
        {
            context.Refuse("smallest_group", "TOO_SMALL", "Answers of fewer than 3 people cannot stand together.");
        }

        if (evaluation is { HasAsked: true, Asked: < 0 })
        {
            context.Refuse("asked", "NOT_NEGATIVE", "The number of people asked is 0 or more; absent is unknown.");
        }
    }
}
