using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Summaries;
using Google.Api;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Lists of records as files, written while they are read: of a million no more is held than of one part.</summary>
public sealed class RecordExports(RecordPages records)
{
    private static readonly string[] Head =
    [
        "name", "resource_type", "title", "kind", "state", "date", "certain",
        "sum.value", "sum.qualifier", "sum.lower", "sum.upper", "sum.unknown_terms", "sum.text", "money", "left_out",
    ];

    /// <summary>Name of the file for those who save it.</summary>
    internal static string FileName(TableFormat format) => format == TableFormat.Xlsx ? "records.xlsx" : "records.csv";

    /// <summary>Writes the file part by part.</summary>
    /// <exception cref="Grpc.Core.RpcException">As ListReportRecords; INVALID_FIELD for another format.</exception>
    internal async Task WriteAsync(ExportRecordsRequest request, Caller caller, Func<HttpBody, Task> write, CancellationToken cancellation)
    {
        await using var file = await TableFile.CreateAsync(request.Format, Head, cancellation);
        await records.EachAsync(request.Records ?? new ListReportRecordsRequest(), caller, (record, leftOut) => file.AddAsync(Cells(record, leftOut), write, cancellation), cancellation);
        await file.EndAsync(write, cancellation);
    }

    private static object?[] Cells(ReportRecord record, long leftOut)
    {
        // What nobody knows is an empty cell, never 0.
        var sum = record.Sum;
        var known = sum is not null && sum.UnknownTerms < sum.Terms;
        return
        [
            record.Name, record.ResourceType, record.Title, record.Kind, record.State, record.Date, record.Certain ? "true" : "false",
            known ? sum!.Value : null, sum is null ? "" : Resources.EnumNames.Short(CountSum.Descriptor.FindFieldByName("qualifier").EnumType, sum.Qualifier),
            known ? sum!.Lower : null, sum is { HasUpper: true } ? sum.Upper : null, sum?.UnknownTerms, sum?.Text, string.Join("; ", record.Money.Select(m => m.Text)), leftOut,
        ];
    }
}
