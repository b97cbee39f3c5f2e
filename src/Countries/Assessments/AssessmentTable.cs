using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Assessments;

/// <summary>What lists of assessments filter and sort by, and what one must be.</summary>
public static class AssessmentTable
{
    public static readonly ResourceType<Assessment> Type = new ResourceType<Assessment>("assessments")
        .Valid(a => a.Valid ?? a.Date)
        .Search(a => [a.Summary, .. a.Findings.Select(f => f.Text)])
        .OpenKind()
        .Enum("rating")
        .Rule(Check);

    private static void Check(RuleContext<Assessment> context)
    {
        var assessment = context.Resource;
        context.RequireKeys("findings", assessment.Findings.Select(f => f.Key));
        if (assessment.Rating == AssessmentRating.Unspecified)
        {
            context.Refuse("rating", "REQUIRED", "An assessment has a rating; UNKNOWN is one.");
        }
    }
}
