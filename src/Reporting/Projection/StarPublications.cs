using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of publications themselves.</summary>
internal static class StarPublications
{
    public static IEnumerable<MartRow> Of(Publication publication) =>
    [
        new("publication",
            ("publisher", publication.Publisher),
            ("published_edtf", publication.Published?.Edtf ?? ""),
            ("language", publication.LanguageCode)),
        .. publication.Quotations.Select((q, i) => Star.Named(i, q.Person, q.Position, "SPEAKER", "")),
    ];
}
