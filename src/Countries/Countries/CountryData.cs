using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Microsoft.VisualBasic.FileIO;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>The countries shipped with the platform: data/countries.csv, sources in data/LICENSES.md.</summary>
public static class CountryData
{
    /// <summary>Reads all rows.</summary>
    public static IReadOnlyList<Country> Read()
    {
        using var stream = typeof(CountryData).Assembly.GetManifestResourceStream("countries.csv")
            ?? throw new InvalidOperationException("countries.csv is not embedded.");
        using var csv = new TextFieldParser(stream);
        csv.SetDelimiters(",");
        var header = csv.ReadFields()!;
        var countries = new List<Country>();
        while (csv.ReadFields() is { } fields)
        {
            countries.Add(Read(header.Zip(fields).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal)));
        }

        return countries;
    }

    private static Country Read(Dictionary<string, string> row)
    {
        var country = new Country
        {
            Iso2 = row["iso2"],
            Iso3 = row["iso3"],
            M49 = row["m49"],
            StatusNote = row["status_note"],
            Record = new Record { Certainty = RecordCertainty.Confirmed, Visibility = new Visibility { Level = VisibilityLevel.Public } },
        };
        foreach (var language in new[] { "en", "ko", "es", "fr" })
        {
            var official = language == "ko" ? "" : row["name_" + language];
            var shortName = row["short_" + language];
            AddName(country, official, language, NameKind.Official);
            AddName(country, shortName == official ? "" : shortName, language, NameKind.Short);
        }

        foreach (var (level, column) in new[] { (1, "region"), (2, "subregion"), (3, "intermediate_region") })
        {
            if (row[column + "_code"] is { Length: > 0 } code)
            {
                country.Regions.Add(new CountryRegion { Scheme = "M49", Code = code, DisplayName = row[column], Level = level });
            }
        }

        return country;
    }

    private static void AddName(Country country, string text, string language, NameKind kind)
    {
        if (text.Length > 0)
        {
            country.Names.Add(new Name { Text = text, LanguageCode = language, Kind = kind });
        }
    }
}
