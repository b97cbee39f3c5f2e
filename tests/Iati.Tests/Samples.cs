using System.Text;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Tests;

/// <summary>An activity with every part we publish.</summary>
internal static class Samples
{
    public static readonly IatiFileHeader Header = new(new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static IatiActivity Full(string number = "P-1") => new()
    {
        Identifier = $"XM-DAC-99999-{number}",
        Language = "en",
        Currency = "KRW",
        LastUpdated = "2023-05-01T00:00:00Z",
        Hierarchy = "2",
        Reporter = Organization("XM-DAC-99999", "10", null, ("en", "Ministry of the Interior and Safety"), ("ko", "행정안전부")),
        Title = Text(null, ("en", "System project"), ("ko", "시스템 사업"), ("es", "Proyecto")),
        Descriptions = { Text("1", ("en", "What it is.")), Text("2", ("en", "What it is for.")), Text("3", ("en", "Whom it helps.")) },
        Participants =
        {
            Organization("XM-DAC-99999", "10", "1", ("en", "Ministry of the Interior and Safety")),
            Organization("XM-DAC-46012", "40", "4", ("en", "Inter-American Development Bank")),
            Organization("XM-DAC-46012", "40", "1", ("en", "Inter-American Development Bank")),
        },
        OtherIdentifiers =
        {
            new() { Reference = "P-1", Type = "A1" },
            new() { Reference = "XM-DAC-88888-P-1", Type = "A3" },
            new() { Reference = "XM-DAC-88888", Type = "B1", Owner = Organization("XM-DAC-88888", null, null, ("en", "Ministry of the Interior")) },
        },
        Status = Code("2"),
        Dates = { new() { Type = "1", Date = new(2018, 1, 1) }, new() { Type = "2", Date = new(2018, 2, 1) }, new() { Type = "3", Date = new(2019, 12, 31) } },
        Scope = Code("3"),
        Countries = { new() { Code = "PE", Percentage = 33.34m }, new() { Code = "PY", Percentage = 33.33m }, new() { Code = "UY", Percentage = 33.33m } },
        Sectors = { Code("15110", "1"), new() { Code = "e-government", Vocabulary = "99", Narratives = { new() { Text = "e-Government" } } } },
        Tags = { Code("16", "2") },
        PolicyMarkers = { new() { Code = "3", Vocabulary = "1", Significance = "2" } },
        Collaboration = Code("1"),
        FlowType = Code("10"),
        FinanceType = Code("110"),
        AidTypes = { Code("C01", "1") },
        TiedStatus = Code("5"),
        Budgets = { new() { Type = "1", Status = "2", Start = DatePoint.Of(new(2018, 1, 1)), End = DatePoint.Of(new(2018, 12, 31)), Value = Money(1_000_000_000m) } },
        PlannedDisbursements = { new() { Type = "1", Start = DatePoint.Of(new(2018, 1, 1)), Value = Money(10m), Provider = Organization("XM-DAC-99999", "10", null) } },
        Transactions =
        {
            new() { Reference = "C-1", Type = Code("2"), Date = DatePoint.Of(new(2018, 3, 1)), Value = Money(900_000_000m), Description = Text(null, ("en", "Contract")) },
            new() { Type = Code("3"), Date = DatePoint.Of(new(2018, 4, 1)), Value = Money(-12.50m), Receiver = Organization(null, "70", null, ("en", "A company")) },
        },
        Documents =
        {
            new() { Url = "https://example.org/mou", Format = "text/html", Title = Text(null, ("en", "MOU")), Categories = { Code("A09") }, Languages = { Code("en") }, Date = DatePoint.Of(new(2017, 9, 1)) },
        },
        Related = { new() { Reference = "XM-DAC-99999-R-1", Type = "1" } },
    };

    public static Classification Code(string code, string? vocabulary = null) => new() { Code = code, Vocabulary = vocabulary };

    public static string Export(params IatiActivity[] activities)
    {
        using var stream = new MemoryStream();
        IatiExport.Write(stream, Header, activities);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    public static List<ReadActivity> Import(string xml)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(xml));
        using var reader = new IatiReader(stream);
        return [.. reader.Activities()];
    }

    private static MoneyValue Money(decimal amount) => new() { Amount = amount, Currency = "KRW", ValueDate = new(2018, 1, 1) };

    private static IatiOrganization Organization(string? reference, string? type, string? role, params (string, string)[] names) =>
        new() { Reference = reference, Type = type, Role = role, Names = Narratives(names) };

    private static TextBlock Text(string? type, params (string, string)[] texts) => new() { Type = type, Narratives = Narratives(texts) };

    private static List<Narrative> Narratives((string Language, string Text)[] texts) => [.. texts.Select(t => new Narrative { Language = t.Language, Text = t.Text })];
}
