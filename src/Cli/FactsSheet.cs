using System.Globalization;
using System.Text;
using System.Text.Json;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Cli;

/// <summary>The facts of one publication as a sheet: what was read in which paragraph, and how sure it is.</summary>
internal static class FactsSheet
{
    private static readonly string[] Head = ["paragraph", "certainty", "record", "title", "type", "field", "value", "rival", "ground", "digest"];

    /// <summary>The sheet as text, Markdown or CSV.</summary>
    public static string Write(string format, string publication, IReadOnlyList<Fact> facts, long leftOut)
    {
        var sheet = new StringBuilder();
        switch (format)
        {
            case "csv":
                Csv.Line(sheet, Head);
                foreach (var fact in facts)
                {
                    Csv.Line(sheet, Cells(fact));
                }

                return sheet.ToString();
            case "md":
                sheet.Append(CultureInfo.InvariantCulture, $"# Facts of {publication}\n");
                Paragraphs(facts, (title, group) => Markdown(sheet, title, group));
                break;
            default:
                sheet.Append(CultureInfo.InvariantCulture, $"Facts of {publication}\n");
                Paragraphs(facts, (title, group) => Text(sheet, title, group));
                break;
        }

        return sheet.Append(CultureInfo.InvariantCulture, $"\n{facts.Count} facts").Append(leftOut > 0 ? $"; {leftOut} records you may not see are left out" : "").Append(".\n").ToString();
    }

    private static void Paragraphs(IReadOnlyList<Fact> facts, Action<string, IEnumerable<Fact>> write)
    {
        foreach (var group in facts.GroupBy(f => f.HasParagraph ? f.Paragraph : int.MaxValue))
        {
            var own = group.FirstOrDefault(IsParagraph);
            var where = group.Key switch { int.MaxValue => "Paragraph not given", 0 => "Title line", var n => string.Create(CultureInfo.InvariantCulture, $"Paragraph {n}") };
            var summary = own is null ? "" : Summary(own.ValueJson);
            write(summary.Length > 0 ? $"{where}: {summary}" : where, group.Where(f => !IsParagraph(f)));
        }
    }

    private static void Text(StringBuilder sheet, string title, IEnumerable<Fact> facts)
    {
        sheet.Append(CultureInfo.InvariantCulture, $"\n{title}\n");
        foreach (var fact in facts)
        {
            sheet.Append(CultureInfo.InvariantCulture, $"{(fact.HasParagraph ? $"¶{fact.Paragraph}" : "¶?"),-4} {Certainty(fact),-9} {fact.Record} {fact.FieldPath}{(fact.Rival ? " (rival)" : "")} = {fact.ValueJson}{(fact.Ground.Length > 0 ? $" [{fact.Ground}]" : "")}\n");
        }
    }

    private static void Markdown(StringBuilder sheet, string title, IEnumerable<Fact> facts)
    {
        sheet.Append(CultureInfo.InvariantCulture, $"\n## {title}\n\n| certainty | record | field | value | ground |\n|---|---|---|---|---|\n");
        foreach (var fact in facts)
        {
            var record = fact.Title.Length > 0 ? $"{fact.Title} ({fact.Record})" : fact.Record;
            sheet.Append(CultureInfo.InvariantCulture, $"| {Certainty(fact)}{(fact.Rival ? ", rival" : "")} | {Cell(record)} | {Cell(fact.FieldPath)} | {Cell(fact.ValueJson)} | {Cell(fact.Ground)} |\n");
        }
    }

    private static string Cell(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");

    private static string[] Cells(Fact fact) =>
    [
        fact.HasParagraph ? fact.Paragraph.ToString(CultureInfo.InvariantCulture) : "", Certainty(fact), fact.Record, fact.Title, fact.ResourceType,
        fact.FieldPath, fact.ValueJson, fact.Rival ? "rival" : "", fact.Ground, fact.Digest,
    ];

    private static bool IsParagraph(Fact fact) => fact.ResourceType == "Publication" && fact.FieldPath.StartsWith("paragraphs[", StringComparison.Ordinal);

    private static string Certainty(Fact fact) => fact.Certainty.ToString().ToUpperInvariant();

    private static string Summary(string json)
    {
        using var paragraph = JsonDocument.Parse(json.Length > 0 ? json : "{}");
        return paragraph.RootElement.TryGetProperty("summary", out var summary) ? summary.GetString() ?? "" : "";
    }
}
