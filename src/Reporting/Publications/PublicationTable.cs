using System.Globalization;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Publications;

/// <summary>What lists of publications filter and sort by, and what a publication must be.</summary>
public static class PublicationTable
{
    public static readonly ResourceType<Publication> Type = new ResourceType<Publication>("publications")
        .Valid(p => p.Published)
        .Search(p => [p.Title, p.Board, .. p.Paragraphs.Select(g => g.Summary), .. p.Quotations.Select(q => q.Summary), .. p.PublishedClaims.Select(c => c.Summary)])
        .Text("board", p => p.Board)
        .Text("publisher", p => p.Publisher)
        .Text("language_code", p => p.LanguageCode)
        .Column("published_from", ColumnKind.Date, p => DateRules.Earliest(p.Published))
        .Column("published_to", ColumnKind.Date, p => DateRules.Latest(p.Published))
        .Rule(Check);

    private static void Check(RuleContext<Publication> context)
    {
        var publication = context.Resource;
        context.Require("title", publication.Title);
        var numbers = new HashSet<int>();
        foreach (var (i, paragraph) in publication.Paragraphs.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"paragraphs[{i}]");
            if (paragraph.Number < 0 || !numbers.Add(paragraph.Number))
            {
                context.Refuse($"{path}.number", "PARAGRAPH_NUMBER", "Paragraphs count from 1, the title line is 0, and no number comes twice.");
            }

            if (paragraph.HasDuplicateOf && !numbers.Contains(paragraph.DuplicateOf))
            {
                context.Refuse($"{path}.duplicate_of", "DUPLICATE_OF", "It repeats an earlier paragraph.");
            }
        }

        foreach (var (i, quotation) in publication.Quotations.Index())
        {
            if (numbers.Count > 0 && !numbers.Contains(quotation.Paragraph))
            {
                context.Refuse(string.Create(CultureInfo.InvariantCulture, $"quotations[{i}].paragraph"), "PARAGRAPH_NUMBER", "There is no such paragraph.");
            }
        }
    }
}
