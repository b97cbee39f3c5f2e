using EGovPlatform.Training.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService.Courses;

/// <summary>What lists of courses filter and sort by, and what one must be.</summary>
public static class CourseTable
{
    public static readonly ResourceType<Course> Type = new ResourceType<Course>("courses")
        .Search(c => [.. c.Names.Select(n => n.Text), c.Theme, c.TargetGroup, .. c.Topics])
        .OpenKind("level")
        .Text("program", c => c.Program)
        .Texts("parties", c => c.Parties.Select(p => p.Resource).Where(r => r.Length > 0))
        .Texts("topics", c => c.Topics)
        .Rule(Check);

    private static void Check(RuleContext<Course> context)
    {
        var course = context.Resource;
        if (course.Names.Count > 0 || course.Theme.Length == 0)
        {
            // A source may give the theme of a course and no title.
            context.RequireNames("names", course.Names);
        }

        context.RequireParties("parties", course.Parties);
    }
}
