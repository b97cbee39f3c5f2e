using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;

namespace EGovPlatform.ReportingService.Print;

/// <summary>A brief on paper.</summary>
internal static class BriefPrint
{
    public static byte[] Write(Brief brief)
    {
        var words = Words.In(brief.LanguageCode);
        using var paper = new Paper($"{words.Of("print.brief")}: {(brief.Title.Length > 0 ? brief.Title : brief.Name)}", words.Language);
        paper.Line(string.Join(" / ", brief.Names.Select(n => n.Text).Distinct(StringComparer.Ordinal)));
        foreach (var (key, number) in new[] { ("print.private_people", brief.PrivatePeople), ("print.left_out", brief.LeftOut) }.Where(n => n.Item2 > 0))
        {
            paper.Line($"{words.Of(key)}: {number}");
        }

        paper.Heading(words.Of("print.records_by_type"));
        paper.Bars([.. brief.Sections.Select(s => new Bar(s.Title, s.Total, null, $"{s.Total}"))]);
        foreach (var section in brief.Sections)
        {
            paper.Heading($"{section.Title} ({section.Total})");
            foreach (var entry in section.Entries)
            {
                paper.Entry(entry.Date?.Edtf is { Length: > 0 } date ? date : words.Of("print.no_date"), Text(entry, words));
            }

            if (section.Entries.Count < section.Total)
            {
                paper.Line($"{words.Of("print.more")}: {section.Total - section.Entries.Count}");
            }
        }

        return paper.ToBytes();
    }

    private static string Text(BriefEntry entry, Words words) => string.Join(" · ", new[]
    {
        entry.Title.Length > 0 ? entry.Title : entry.Name,
        words.Of($"kind.{entry.Kind}"),
        words.Of($"state.{entry.State}"),
        entry.Count?.Text ?? "",
        entry.Answer == DateAnswer.Possibly ? words.Of("print.possibly") : "",
    }.Where(t => t.Length > 0));
}
