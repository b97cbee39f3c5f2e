using System.Runtime.CompilerServices;
using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Summaries;
using Google.Api;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Makes files of reports, by asking the same question as the report and writing down every row of the answer.</summary>
public sealed class SummaryExports(Summarizer summaries)
{
    private const int PageRows = 10_000;

    /// <summary>Name of the file for those who save it.</summary>
    internal static string FileName(TableFormat format) => format == TableFormat.JsonStat ? "summary.json" : "summary.csv";

    /// <summary>The parts of the file, in order.</summary>
    /// <exception cref="Grpc.Core.RpcException">As Summarize; INVALID_FIELD; ETAG_MISMATCH.</exception>
    internal IAsyncEnumerable<HttpBody> MakeAsync(ExportSummaryRequest request, Caller caller, CancellationToken cancellation)
    {
        var asked = request.Summary?.Clone() ?? new SummarizeRequest();
        asked.PageSize = PageRows;
        asked.PageToken = "";
        var pages = PagesAsync(asked, caller, cancellation);
        return request.Format switch
        {
            TableFormat.Csv => CsvAsync(asked, pages, cancellation),
            TableFormat.JsonStat => JsonStatAsync(asked, pages, cancellation),
            _ => throw Errors.InvalidField("format", "REQUIRED", "One of: TABLE_FORMAT_CSV, TABLE_FORMAT_JSON_STAT."),
        };
    }

    // Pages of different records would be no view that ever was.
    private async IAsyncEnumerable<SummarizeResponse> PagesAsync(SummarizeRequest request, Caller caller, [EnumeratorCancellation] CancellationToken cancellation)
    {
        SummarizeResponse? first = null;
        do
        {
            var page = await summaries.SummarizeAsync(request, caller, cancellation);
            first ??= page;
            if (!page.Positions.Equals(first.Positions))
            {
                throw Errors.Contended("reports/summary");
            }

            yield return page;
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
    }

    private static async IAsyncEnumerable<HttpBody> CsvAsync(SummarizeRequest asked, IAsyncEnumerable<SummarizeResponse> pages, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var table = new SummaryCsv(asked.Dimensions, asked.Measures);
        var text = table.Head();
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            yield return new HttpBody { ContentType = "text/csv; charset=utf-8", Data = ByteString.CopyFromUtf8(text + table.Lines(page)) };
            text = "";
        }
    }

    // The index of a dimension comes before the values, so all rows are needed before the first byte.
    private static async IAsyncEnumerable<HttpBody> JsonStatAsync(SummarizeRequest asked, IAsyncEnumerable<SummarizeResponse> pages, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var answer = new SummarizeResponse();
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            answer.Rows.Add(page.Rows);
            answer.LeftOut = page.LeftOut;
            answer.Warnings.Add(page.Warnings.Except(answer.Warnings));
        }

        yield return new HttpBody { ContentType = "application/json", Data = UnsafeByteOperations.UnsafeWrap(JsonStat.Write(asked.Dimensions, asked.Measures, answer)) };
    }
}
