using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>What a publication says itself: its paragraphs, quotations and claims are facts of it as well.</summary>
internal static class PublicationText
{
    /// <summary>Their places in the text, but for those its own sources give already.</summary>
    public static IEnumerable<FactSource> Of(Publication publication)
    {
        var given = (publication.Record?.Sources ?? []).Select(s => s.FieldPath).ToHashSet(StringComparer.Ordinal);
        return All(publication).Where(s => !given.Contains(s.FieldPath));
    }

    private static IEnumerable<FactSource> All(Publication publication)
    {
        var digests = publication.Paragraphs.GroupBy(p => p.Number).ToDictionary(g => g.Key, g => g.First().Digest);
        foreach (var (i, paragraph) in publication.Paragraphs.Index())
        {
            yield return Source(publication, "paragraphs", i, paragraph.Number, paragraph.Digest);
        }

        foreach (var (i, quotation) in publication.Quotations.Index())
        {
            yield return Source(publication, "quotations", i, quotation.Paragraph, quotation.Digest);
        }

        foreach (var (i, claim) in publication.PublishedClaims.Index())
        {
            yield return Source(publication, "published_claims", i, claim.Paragraph, digests.GetValueOrDefault(claim.Paragraph, ""));
        }
    }

    private static FactSource Source(Publication publication, string field, int index, int paragraph, string digest) => new()
    {
        FieldPath = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{field}[{index}]"),
        Publication = publication.Name,
        Paragraph = paragraph,
        Certainty = Certainty.Stated,
        Digest = digest,
        Published = publication.Published,
    };
}
