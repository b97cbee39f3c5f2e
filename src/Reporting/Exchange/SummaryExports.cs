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
    internal static string FileName(TableFormat format) => format switch { TableFormat.JsonStat => "summary.json", TableFormat.Xlsx => "summary.xlsx", _ => "summary.csv" };

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
            TableFormat.Csv or TableFormat.Xlsx => TableAsync(request.Format, asked, pages, cancellation),
            TableFormat.JsonStat => JsonStatAsync(asked, pages, cancellation),
            _ => throw Errors.InvalidField("format", "REQUIRED", "One of: TABLE_FORMAT_CSV, TABLE_FORMAT_JSON_STAT, TABLE_FORMAT_XLSX."),
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

    private static async IAsyncEnumerable<HttpBody> TableAsync(TableFormat format, SummarizeRequest asked, IAsyncEnumerable<SummarizeResponse> pages, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var file = await TableFile.CreateAsync(format, SummaryRows.Head(asked), cancellation);
        await foreach (var page in pages.WithCancellation(cancellation))
        {
            foreach (var row in SummaryRows.Of(page))
            {
                await file.AddAsync(row, cancellation);
            }

            yield return file.Take();
        }

        await file.EndAsync(cancellation);
        if (file.Waiting > 0)
        {
            yield return file.Take();
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
