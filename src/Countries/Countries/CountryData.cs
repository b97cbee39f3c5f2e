using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using Microsoft.VisualBasic.FileIO;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>The countries shipped with the platform: data/countries.csv, sources in data/LICENSES.md.</summary>
public static class CountryData
{
    // Drawn differently by the DAC than by M49: no DAC region is shipped for them.
    private static readonly HashSet<string> DacDiffers = new(StringComparer.Ordinal) { "SD", "IR", "TR", "CY", "MX" };

    /// <summary>Reads all countries with their regions and indicators.</summary>
    public static IReadOnlyList<Country> Read()
    {
        var regions = Rows("regions.csv").ToLookup(r => r["m49"], StringComparer.Ordinal);
        var indicators = Rows("egdi.csv").ToLookup(r => r["iso2"], Indicator, StringComparer.Ordinal);
        var former = Rows("former-names.csv").ToLookup(r => r["iso2"], Former, StringComparer.Ordinal);
        var statuses = Rows("statuses.csv").ToLookup(r => r["iso2"], Status, StringComparer.Ordinal);
        var countries = Rows("countries.csv").Select(row => Read(row, regions, indicators)).ToList();
        foreach (var country in countries)
        {
            country.Names.Add(former[country.Iso2]);
            country.Statuses.Add(statuses[country.Iso2]);
        }

        return countries;
    }

    private static IEnumerable<Dictionary<string, string>> Rows(string file)
    {
        using var stream = typeof(CountryData).Assembly.GetManifestResourceStream(file)
            ?? throw new InvalidOperationException($"{file} is not embedded.");
        using var csv = new TextFieldParser(stream);
        csv.SetDelimiters(",");
        var header = csv.ReadFields()!;
        while (csv.ReadFields() is { } fields)
        {
            yield return header.Zip(fields).ToDictionary(f => f.First, f => f.Second, StringComparer.Ordinal);
        }
    }

    private static Name Former(Dictionary<string, string> row) =>
        new() { Text = row["name"], LanguageCode = row["language"], Kind = NameKind.Former, Period = new DateValue { Edtf = row["period"] } };

    private static CountryStatus Status(Dictionary<string, string> row) => new()
    {
        Kind = Enum.Parse<CountryStatusKind>(row["kind"].Replace("_", "", StringComparison.Ordinal), ignoreCase: true),
        KindAsPrinted = row["as_printed"],
        Period = row["period"].Length > 0 ? new DateValue { Edtf = row["period"] } : null,
        RelatedCountry = row["related"].Length > 0 ? "countries/" + row["related"] : "",
        Source = row["source"],
    };

    private static ReadinessIndicator Indicator(Dictionary<string, string> row)
    {
        var indicator = new ReadinessIndicator
        {
            Scheme = "EGDI",
            Edition = row["survey_year"],
            Date = new DateValue { Edtf = row["survey_year"] },
            Value = row["egdi"],
            Rank = int.TryParse(row["egdi_rank"], CultureInfo.InvariantCulture, out var rank) ? rank : 0,
            Publisher = "UN DESA",
        };
        foreach (var key in new[] { "e_participation_index", "online_service_index", "human_capital_index", "telecom_infrastructure_index" }.Where(k => row[k].Length > 0))
        {
            indicator.Parts.Add(new IndicatorPart { Key = key, Value = row[key] });
        }

        return indicator;
    }

    private static Country Read(Dictionary<string, string> row, ILookup<string, Dictionary<string, string>> regions, ILookup<string, ReadinessIndicator> indicators)
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

        foreach (var region in country.Regions.SelectMany(r => regions[r.Code]).Where(r => r["scheme"] != "DAC" || !DacDiffers.Contains(country.Iso2)).ToList())
        {
            country.Regions.Add(new CountryRegion { Scheme = region["scheme"], Code = region["code"], DisplayName = region["name"] });
        }

        country.Indicators.Add(indicators[country.Iso2]);
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
