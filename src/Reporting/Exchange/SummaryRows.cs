using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>
/// A report as rows: for each dimension its key and its label, for each measure every field of its value, at the end how many
/// records were left out for the reader, on each row, since a table has no other place that survives.
/// </summary>
internal static class SummaryRows
{
    public static IReadOnlyList<string> Head(SummarizeRequest asked) =>
    [
        .. asked.Dimensions.SelectMany(d => new[] { d, $"{d}.label" }),
        .. asked.Measures.SelectMany(m => ValueColumns.All.Select(c => $"{m}.{c.Name}")),
        "left_out",
    ];

    public static IEnumerable<IReadOnlyList<object?>> Of(SummarizeResponse page) => page.Rows.Select(row => (IReadOnlyList<object?>)
    [
        .. row.Dimensions.SelectMany(d => new[] { d.Key, d.Label }),
        .. row.Values.SelectMany(v => ValueColumns.All.Select(c => c.Read(v))),
        page.LeftOut,
    ]);
}
