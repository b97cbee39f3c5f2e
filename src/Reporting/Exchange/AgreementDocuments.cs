using EGovPlatform.Countries.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Texts of agreements that have an address, as documents about their countries.</summary>
internal static class AgreementDocuments
{
    public static IEnumerable<CountryDocument> Of(ExchangeRecords records, string? home) =>
        from agreement in records.Agreements
        from document in agreement.Documents
        where Uri.TryCreate(document.Url, UriKind.Absolute, out _)
        select new CountryDocument(
            new()
            {
                Url = document.Url,
                Format = FormatOf(document.Url),
                Title = document.Title.Length > 0 ? Texts.Block(null, document.Title) : new() { Narratives = Texts.Names(agreement.Titles) is { Count: > 0 } names ? names : Texts.Note(agreement.Name) },
                Categories = [new() { Code = "B13" }],
                Languages = Texts.Code(document.LanguageCode) is { } code ? [new() { Code = code }] : [],
            },
            [.. Countries(agreement, records).Where(c => c != home && Codelist.Of("Country").Has(c) && !Codelist.Of("Country").IsWithdrawn(c)).Distinct(StringComparer.Ordinal)]);

    private static IEnumerable<string> Countries(Agreement agreement, ExchangeRecords records) =>
        agreement.Parties.Select(p => records.CountryOf(records.Organization(p.Resource)?.Country ?? p.Resource)).OfType<string>();

    private static string FormatOf(string url) => Path.GetExtension(new Uri(url).AbsolutePath).ToLowerInvariant() switch
    {
        ".pdf" => "application/pdf",
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _ => "text/html",
    };
}
