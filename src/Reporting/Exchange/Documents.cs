using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>The publications a record was read from, where they have an address.</summary>
internal static class Documents
{
    public static IEnumerable<DocumentLink> Of(Draft draft, ExchangeRecords records)
    {
        var names = draft.Record?.Sources.Select(s => s.Publication).Distinct(StringComparer.Ordinal) ?? [];
        foreach (var publication in names.Select(records.Publication).Where(p => Uri.TryCreate(p?.Url, UriKind.Absolute, out _)))
        {
            yield return new()
            {
                Url = publication!.Url,
                Format = "text/html",
                Title = Texts.Block(null, publication.Title.Length > 0 ? publication.Title : publication.Name),
                Categories = [new() { Code = "A12" }],
                Languages = Texts.Code(publication.LanguageCode) is { } code ? [new() { Code = code }] : [],
                Date = DateRules.Earliest(publication.Published) is { } day && day == DateRules.Latest(publication.Published) ? DatePoint.Of(day) : null,
            };
        }
    }
}
