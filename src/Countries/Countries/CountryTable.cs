using System.Text.RegularExpressions;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>What lists of countries filter and sort by, and what a country must be.</summary>
public static partial class CountryTable
{
    public static readonly ResourceType<Country> Type = new ResourceType<Country>("countries")
        .Countries(c => [c.Iso2])
        .Search(c => [.. c.Names.Select(n => n.Text), c.Iso3])
        .Text("iso3", c => c.Iso3)
        .Text("m49", c => c.M49)
        .Texts("regions", c => c.Regions.Select(r => $"{r.Scheme}:{(r.Code.Length > 0 ? r.Code : r.DisplayName)}"))
        .Rule(Check);

    private static void Check(RuleContext<Country> context)
    {
        var country = context.Resource;
        if (country.Name != "countries/" + country.Iso2 || !Iso2().IsMatch(country.Iso2))
        {
            context.Refuse("iso2", "ISO_3166_1", "iso2 is two upper-case letters and the last segment of the name.");
        }

        if (country.Iso3.Length > 0 && !Iso3().IsMatch(country.Iso3))
        {
            context.Refuse("iso3", "ISO_3166_1", "iso3 is three upper-case letters.");
        }

        if (country.M49.Length > 0 && !M49().IsMatch(country.M49))
        {
            context.Refuse("m49", "UN_M49", "m49 is three digits.");
        }

        context.RequireNames("names", country.Names);
    }

    [GeneratedRegex("^[A-Z]{2}$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso2();

    [GeneratedRegex("^[A-Z]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex Iso3();

    [GeneratedRegex("^[0-9]{3}$", RegexOptions.CultureInvariant)]
    private static partial Regex M49();
}
