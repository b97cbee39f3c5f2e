using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Office-holders on record and their posts. Private people are no part of it.</summary>
internal static class PeopleQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var positions = await records.ReadAsync(["Position", "Person"], """
            select s.name, s.certain, f.person, f.title, f.title_key || ' ' || f.organization || ' ' || f.unit, f.observed_edtf
            from s join mart.position f on f.name = s.name and f.version = s.version join s p on p.name = f.person
            order by f.person, f.observed_edtf, s.name
            """);
        var several = positions.GroupBy(p => p.Text(2), StringComparer.Ordinal)
            .Where(p => p.Select(o => o.Text(4)).Distinct(StringComparer.Ordinal).Count() > 1).ToList();
        var posts = new Answer("people_with_several_posts", "Who was seen in more than one post?").From(several.SelectMany(p => p)).Number(several.Count);
        foreach (var person in several)
        {
            posts.Part(person.Key, string.Join("; ", person.DistinctBy(p => p.Text(4), StringComparer.Ordinal).Select(p => $"{p.Text(3)} ({(p.Text(5).Length > 0 ? p.Text(5) : "undated")})")), person.Select(p => p.Name));
        }

        var people = await records.ReadAsync(["Person"], "select s.name, s.certain from s join mart.person f on f.name = s.name and f.version = s.version order by s.name");
        var named = new Answer("people_named", "How many office-holders are named, each once?").From(people).Number(people.Count)
            .Doubt(await UnnamedAsync(records), "posts named without their holder");
        foreach (var person in people)
        {
            named.Part(person.Name, "", [person.Name]);
        }

        return [posts, named];
    }

    private static async Task<long> UnnamedAsync(RecordSet records) =>
        (await records.ReadAsync(["Position"], "select s.name, s.certain from s join mart.position f on f.name = s.name and f.version = s.version where f.person = ''")).Count;
}
