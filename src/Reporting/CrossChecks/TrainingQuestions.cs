using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Courses, training projects, and how many were trained.</summary>
internal static class TrainingQuestions
{
    public static async Task<IEnumerable<Answer>> CoursesAsync(RecordSet records, string home)
    {
        var courses = await records.ReadAsync(["CourseEdition"], "select s.name, s.certain, coalesce(s.edtf, '') from s join mart.course_edition f on f.name = s.name and f.version = s.version where f.held order by s.valid_from nulls last, s.name");
        var projects = await records.ReadAsync(["Project", "Round"], """
            select s.name, s.certain, f.round from s join mart.project f on f.name = s.name and f.version = s.version
            where not f.cancelled and (s.kind = 'TRAINING' or exists (
                select from mart.round_area a join s r on r.name = a.name and r.version = a.version where a.name = f.round and a.key = f.area and a.kind = 'TRAINING'))
            order by s.name
            """);
        var held = new Answer("courses", "How many courses were held or are running?").From(courses).Number(courses.Count);
        foreach (var course in courses)
        {
            held.Part(course.Name, course.Text(2), [course.Name]);
        }

        var training = new Answer("training_projects", "How many projects are for training?").From(projects).Number(projects.Count);
        foreach (var project in projects)
        {
            training.Part(project.Name, project.Text(2), [project.Name]);
        }

        return [held, training];
    }

    /// <summary>A number that counts others as well says nothing certain of trainees: it is an unknown term.</summary>
    public static async Task<IEnumerable<Answer>> TraineesAsync(RecordSet records, string home)
    {
        var courses = await records.ReadAsync(["CourseEdition"], """
            select s.name, s.certain, c.value, coalesce(c.qualifier, 'UNKNOWN'), c.lower, c.upper, coalesce(c.mixed, false), coalesce(c.stated, '')
            from s join mart.course_edition f on f.name = s.name and f.version = s.version
            left join lateral (
                select * from mart.stated_count c where c.name = s.name and c.version = s.version and c.basis = 'ATTENDED' and c.field_path ~ '^participants\[\d+\]$'
                order by c.mixed, c.field_path limit 1) c on true
            where f.held order by s.valid_from nulls last, s.name
            """);
        var counts = courses.Select(c => c.Flag(6) ? new Count { Qualifier = Qualifier.Unknown } : Numbers.ToCount(c.Long(2), c.Text(3), c.Long(4), c.Long(5))).ToList();
        var answer = new Answer("trainees", "How many were trained, by course?").From(courses).Sum(CountRules.Sum(counts));
        foreach (var (course, count) in courses.Zip(counts))
        {
            answer.Part(course.Name, course.Flag(6) ? $"not derivable: {course.Text(7)} counts others as well" : CountRules.Text(count), [course.Name]);
        }

        return [answer];
    }
}
