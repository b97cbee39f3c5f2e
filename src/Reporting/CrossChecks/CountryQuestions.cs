using EGovPlatform.ReportingService.Mart;
using EGovPlatform.ReportingService.Summaries;

namespace EGovPlatform.ReportingService.CrossChecks;

/// <summary>Which partner countries are named, and how often.</summary>
internal static class CountryQuestions
{
    public static async Task<IEnumerable<Answer>> NamedAsync(RecordSet records, string home)
    {
        var hits = await CountriesAsync(records, home);
        var countries = hits.GroupBy(h => h.Text(2), StringComparer.Ordinal).OrderBy(c => c.Key, StringComparer.Ordinal).ToList();
        var lists = await records.ReadAsync(Measures.Work, """
            select s.name, s.certain, f.state, f.missing_lower, f.missing_upper, f.exhaustive
            from s join mart.reconciliation f on f.name = s.name and f.version = s.version
            where f.item_type = 'countries' or (f.item_type = '' and f.counted ilike 'countr%')
            """);
        // A list of which nobody knows how much is missing lacks at least one.
        var missing = lists.Where(l => l.Text(2) is "SHORT" or "POSSIBLY_SHORT").Sum(l => l.Long(4) ?? l.Long(3) ?? 1);
        var open = lists.Count(l => l.Text(2) == "NOT_STATED" && !l.Flag(5));
        var answer = new Answer("countries_named", "How many partner countries are named, each once?").From(hits).Number(countries.Count)
            .Says(missing > 0 ? $"{countries.Count}, and {missing} more stated without a name" : $"{countries.Count}")
            .Doubt(missing, "countries stated and not named; they may be among those named elsewhere")
            .Doubt(open, "lists of countries without a total that are not said to be complete");
        foreach (var country in countries)
        {
            answer.Part(country.Key, "", country.Select(h => h.Name));
        }

        return [answer];
    }

    public static async Task<IEnumerable<Answer>> InSeveralPublicationsAsync(RecordSet records, string home)
    {
        var hits = await CountriesAsync(records, home);
        var several = hits.SelectMany(h => h.Texts(3).Select(p => (Hit: h, Country: h.Text(2), Publication: p)))
            .GroupBy(h => h.Country, StringComparer.Ordinal)
            .Select(c => (Country: c.Key, Publications: c.Select(h => h.Publication).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList(), Hits: c.Select(h => h.Hit).ToList()))
            .Where(c => c.Publications.Count > 1).OrderBy(c => c.Country, StringComparer.Ordinal).ToList();
        var answer = new Answer("countries_in_several_publications", "Which partner countries are named in more than one publication?")
            .From(several.SelectMany(c => c.Hits)).Number(several.Count)
            .Doubt(hits.Where(h => h.Texts(3).Length == 0).Select(h => h.Name).Distinct(StringComparer.Ordinal).Count(), "records without a publication");
        foreach (var (country, publications, of) in several)
        {
            answer.Part(country, string.Join(", ", publications), of.Select(h => h.Name));
        }

        return [answer];
    }

    private static async Task<List<Hit>> CountriesAsync(RecordSet records, string home)
    {
        var hits = await records.ReadAsync(Measures.Work, "select s.name, s.certain, c.country, s.publications from s join record_country c on c.name = s.name and c.version = s.version");
        return [.. hits.Where(h => h.Text(2) != home)];
    }
}
