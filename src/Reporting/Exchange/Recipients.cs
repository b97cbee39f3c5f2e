using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Countries and regions of an activity. Records state no shares, so equal ones are assumed, and the notes say so.</summary>
internal static class Recipients
{
    /// <summary>Region of no country in particular.</summary>
    public const string Unspecified = "998";

    // Words as printed to the DAC's regions; the more exact ones first.
    private static readonly (string Words, string Code)[] Regions =
    [
        ("caribbean", "1031"), ("central america", "1032"), ("south america", "489"), ("latin america", "498"), ("central asia", "619"),
        ("southeast asia", "789"), ("south-east asia", "789"), ("east asia", "789"), ("south asia", "679"), ("middle east", "589"),
        ("africa", "298"), ("asia", "798"), ("europe", "89"), ("oceania", "889"), ("pacific", "889"), ("america", "498"),
    ];

    /// <summary>Fills the countries and regions.</summary>
    public static void Fill(IatiActivity activity, Draft draft, ExchangeRecords records, string? home, List<string> notes)
    {
        var countries = draft.Targets.Select(t => records.CountryOf(t.Resource)).OfType<string>()
            .Where(c => c != home && Codelist.Of("Country").Has(c) && !Codelist.Of("Country").IsWithdrawn(c)).Distinct(StringComparer.Ordinal).ToList();
        var unnamed = (int)Math.Clamp((draft.StatedCountries ?? 0) - countries.Count, 0, 1000);
        if (countries.Count == 0)
        {
            FillRegions(activity, [.. draft.Targets.Where(t => t.AsPrinted.Length > 0 && records.CountryOf(t.Resource) is null).Select(t => t.AsPrinted)], notes);
            return;
        }

        var shares = Percentages.Even(countries.Count + unnamed);
        activity.Countries.AddRange(countries.Select((code, i) => new Classification { Code = code, Percentage = countries.Count + unnamed == 1 ? null : shares[i] }));
        if (unnamed > 0)
        {
            activity.Regions.Add(Region(Unspecified, shares.Skip(countries.Count).Sum(), $"{unnamed} more countries, not named"));
        }

        if (shares.Length > 1)
        {
            notes.Add($"Equal shares of the {shares.Length} countries are assumed; none are stated.");
        }
    }

    private static void FillRegions(IatiActivity activity, IReadOnlyList<string> printed, List<string> notes)
    {
        if (printed.Count == 0)
        {
            activity.Regions.Add(Region(Unspecified, null, "No country is stated"));
            return;
        }

        var regions = printed.GroupBy(CodeOf, StringComparer.Ordinal).ToList();
        var shares = Percentages.Even(regions.Count);
        activity.Regions.AddRange(regions.Select((r, i) => Region(r.Key, regions.Count == 1 ? null : shares[i], string.Join("; ", r.Distinct(StringComparer.Ordinal)))));
        if (regions.Count > 1)
        {
            notes.Add($"Equal shares of the {regions.Count} regions are assumed; none are stated.");
        }
    }

    /// <summary>The DAC's region in words as printed.</summary>
    public static string CodeOf(string printed) =>
        Regions.FirstOrDefault(r => printed.Contains(r.Words, StringComparison.OrdinalIgnoreCase)) is { Code: { } code } ? code : Unspecified;

    private static Classification Region(string code, decimal? share, string note) => new() { Code = code, Vocabulary = "1", Percentage = share, Narratives = Texts.Note(note) };
}
