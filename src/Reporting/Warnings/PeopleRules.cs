using EGovPlatform.ReportingService.Mart;

namespace EGovPlatform.ReportingService.Warnings;

/// <summary>What is odd about people across records.</summary>
internal static class PeopleRules
{
    /// <summary>One person printed with several titles: another post, the same post in other words, or another person.</summary>
    public static async Task<IEnumerable<FoundWarning>> SeveralTitlesAsync(RecordSet records)
    {
        var positions = await records.ReadAsync(["Position", "Person"], """
            select s.name, s.certain, f.person, f.title, f.title_key, f.observed_edtf
            from s join mart.position f on f.name = s.name and f.version = s.version join s p on p.name = f.person
            order by f.observed_edtf, s.name
            """);
        return
            from person in positions.GroupBy(p => p.Text(2), StringComparer.Ordinal)
            let titles = person.Where(p => p.Text(4).Length > 0).GroupBy(p => p.Text(4), StringComparer.Ordinal).Select(t => t.First()).ToList()
            where titles.Count > 1
            select new FoundWarning(person.Key, "PERSON_SEVERAL_TITLES", "",
                $"Printed as {string.Join(" and as ", titles.Select(t => $"'{t.Text(3)}'{Seen(t.Text(5))}"))}: another post, other words for one, or another person.",
                [.. person.Select(p => p.Name)]);
    }

    private static string Seen(string edtf) => edtf.Length > 0 ? $" ({edtf})" : "";
}
