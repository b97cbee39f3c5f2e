using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Summaries;

namespace EGovPlatform.ReportingService.Print;

/// <summary>A year on paper: the numbers of Summarize, first of all, then by country, kind and month.</summary>
public sealed class AnnualReport(Summarizer summaries)
{
    private static readonly string[] Measures = ["engagements", "delegations", "agreements", "courses", "participants", "projects"];
    private static readonly (string Measure, string Dimension)[] Charts =
    [
        ("engagements", "country"), ("engagements", "kind"), ("engagements", "month"), ("delegations", "country"), ("agreements", "country"), ("participants", "country"), ("projects", "country"),
    ];

    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD, INVALID_FILTER.</exception>
    public async Task<byte[]> WriteAsync(PrintAnnualReportRequest request, Caller caller, CancellationToken cancellation)
    {
        if (request.Year is < 1900 or > 2100)
        {
            throw Errors.InvalidField("year", "RANGE", "A calendar year, 1900 to 2100.");
        }

        var words = Words.In(request.LanguageCode);
        using var paper = new Paper(string.Create(CultureInfo.InvariantCulture, $"{words.Of("print.annual")} {request.Year}"), words.Language);
        if (request.Filter.Length > 0)
        {
            paper.Line(request.Filter);
        }

        var all = await SummarizeAsync(Measures, []);
        if (all.LeftOut > 0)
        {
            paper.Line($"{words.Of("print.left_out")}: {all.LeftOut}");
        }

        paper.Heading(words.Of("print.overview"));
        foreach (var value in all.Rows.SelectMany(r => r.Values))
        {
            paper.Entry(Number(value, words), words.Of($"measure.{value.Measure}"));
        }

        foreach (var (measure, dimension) in Charts)
        {
            var rows = (await SummarizeAsync([measure], [dimension])).Rows;
            if (rows.Count > 0)
            {
                paper.Heading($"{words.Of($"measure.{measure}")}, {words.Of($"by.{dimension}")}");
                paper.Bars([.. rows.Select(r => BarOf(r, dimension, words))]);
            }
        }

        return paper.ToBytes();

        Task<SummarizeResponse> SummarizeAsync(IEnumerable<string> measures, IEnumerable<string> dimensions)
        {
            var year = string.Create(CultureInfo.InvariantCulture, $"year = {request.Year}");
            return summaries.SummarizeAsync(
                new SummarizeRequest
                {
                    Measures = { measures },
                    Dimensions = { dimensions },
                    Filter = request.Filter.Length > 0 ? $"{year} AND ({request.Filter})" : year,
                    Times = request.Times,
                    LanguageCode = words.Language,
                    OmitRecordNames = true,
                },
                caller,
                cancellation);
        }
    }

    private static Bar BarOf(ReportRow row, string dimension, Words words)
    {
        var (group, value) = (row.Dimensions[0], row.Values[0]);
        var label = group.Key.Length == 0 ? words.Of("print.unknown") : dimension == "kind" ? words.Of($"kind.{group.Key}") : group.Label.Length > 0 ? group.Label : group.Key;
        var known = value.Sum.UnknownTerms < value.Sum.Terms;
        return new Bar(label, known ? value.Sum.Lower : null, value.Sum.HasUpper ? value.Sum.Upper : null, Number(value, words));
    }

    // The word of Summarize; what rests on records that only may belong to the year is said.
    private static string Number(MeasureValue value, Words words) =>
        value.Possibly > 0 ? $"{value.Sum.Text} ({words.Of("print.possibly")}: {value.Possibly})" : value.Sum.Text;
}
