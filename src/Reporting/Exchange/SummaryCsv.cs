using System.Text;
using EGovPlatform.Cli;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>
/// A report as lines: for each dimension its key and its label, for each measure every field of its value, at the end how many
/// records were left out for the reader, on each line, since a table has no other place that survives.
/// </summary>
internal sealed class SummaryCsv(IReadOnlyList<string> dimensions, IReadOnlyList<string> measures)
{
    /// <summary>The header.</summary>
    public string Head()
    {
        var text = new StringBuilder();
        Csv.Line(text, [
            .. dimensions.SelectMany(d => new[] { d, $"{d}.label" }),
            .. measures.SelectMany(m => ValueColumns.All.Select(c => $"{m}.{c.Name}")),
            "left_out",
        ]);
        return text.ToString();
    }

    /// <summary>A line for each row of a page.</summary>
    public string Lines(SummarizeResponse page)
    {
        var text = new StringBuilder();
        foreach (var row in page.Rows)
        {
            Csv.Line(text, [
                .. row.Dimensions.SelectMany(d => new[] { d.Key, d.Label }),
                .. row.Values.SelectMany(v => ValueColumns.All.Select(c => c.Read(v))),
                page.LeftOut,
            ]);
        }

        return text.ToString();
    }
}
