using System.Globalization;
using CsvHelper;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>The countries shipped with the platform: data/countries.csv, sources in data/LICENSES.md.</summary>
public static class CountryData
{
    /// <summary>Reads all rows.</summary>
    public static IReadOnlyList<Country> Read()
    {
        using var stream = typeof(CountryData).Assembly.GetManifestResourceStream("countries.csv")
            ?? throw new InvalidOperationException("countries.csv is not embedded.");
        using var csv = new CsvReader(new StreamReader(stream), CultureInfo.InvariantCulture);
        csv.Read();
        csv.ReadHeader();
        var countries = new List<Country>();
        while (csv.Read())
        {
            countries.Add(Read(csv));
        }

        return countries;
    }

    private static Country Read(CsvReader row)
    {
        var country = new Country
        {
            Iso2 = Field(row, "iso2"),
            Iso3 = Field(row, "iso3"),
            M49 = Field(row, "m49"),
            StatusNote = Field(row, "status_note"),
            Record = new Record { Certainty = RecordCertainty.Confirmed, Visibility = new Visibility { Level = VisibilityLevel.Public } },
        };
        foreach (var language in new[] { "en", "ko", "es", "fr" })
        {
            var official = language == "ko" ? "" : Field(row, "name_" + language);
            var shortName = Field(row, "short_" + language);
            AddName(country, official, language, NameKind.Official);
            AddName(country, shortName == official ? "" : shortName, language, NameKind.Short);
        }

        foreach (var (level, column) in new[] { (1, "region"), (2, "subregion"), (3, "intermediate_region") })
        {
            if (Field(row, column + "_code") is { Length: > 0 } code)
            {
                country.Regions.Add(new CountryRegion { Scheme = "M49", Code = code, DisplayName = Field(row, column), Level = level });
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

    private static string Field(CsvReader row, string column) => row.GetField(column) ?? "";
}
