using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.Mart;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Forums and seminars held on a known day, and who came.</summary>
internal static class EventQuestions
{
    public static async Task<IEnumerable<Answer>> AskAsync(RecordSet records, string home)
    {
        var held = await records.ReadAsync(["Engagement"], """
            select s.name, s.certain, s.edtf, s.kind, f.country, f.dated, a.value, a.qualifier, a.lower, a.upper
            from s join mart.engagement f on f.name = s.name and f.version = s.version
            join mart.attendance a on a.name = s.name and a.version = s.version and a.item = 0
            where f.held and f.public_event order by s.valid_from nulls last, s.name
            """);
        var dated = held.Where(e => e.Flag(5)).ToList();
        var events = new Answer("events_dated", "How many forums and seminars were held on a known day?").From(dated).Number(dated.Count)
            .Doubt(held.Count - dated.Count, "forums and seminars without a certain day");
        var counts = dated.Select(e => Numbers.ToCount(e.Long(6), e.Text(7), e.Long(8), e.Long(9))).ToList();
        var attendance = new Answer("attendance", "How many people came to those?").From(dated).Sum(CountRules.Sum(counts));
        foreach (var (one, count) in dated.Zip(counts))
        {
            events.Part(one.Name, $"{one.Text(2)} {one.Text(4)} {one.Text(3)}", [one.Name]);
            attendance.Part(one.Name, CountRules.Text(count), [one.Name]);
        }

        return [events, attendance];
    }
}
