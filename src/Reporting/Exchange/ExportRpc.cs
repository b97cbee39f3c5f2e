using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>The calls of ExportService; what they mean stands in the proto.</summary>
public sealed class ExportRpc(OperationRunner operations, ExportFiles files, SummaryExports summaries, RecordExports records) : ExportService.ExportServiceBase
{
    public override Task<Operation> StartExport(StartExportRequest request, ServerCallContext context)
    {
        var asker = context.Caller();
        var (format, name) = request.ExportCase switch
        {
            StartExportRequest.ExportOneofCase.Records => (request.Records.Format, RecordExports.FileName(request.Records.Format)),
            StartExportRequest.ExportOneofCase.Summary => (request.Summary.Format, SummaryExports.FileName(request.Summary.Format)),
            _ => throw Errors.InvalidField("export", "REQUIRED", "Say what to export: records or summary."),
        };
        if (format == TableFormat.Unspecified)
        {
            throw Errors.InvalidField("export.format", "REQUIRED", "Say the format of the file.");
        }

        return operations.StartAsync("export", async (report, cancellation) => (IMessage?)await files.KeepAsync(asker, name, write => MakeAsync(request, asker, write, cancellation), report, cancellation), request.RequestId);
    }

    public override Task DownloadExport(DownloadExportRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) => files.SendAsync(
        request.Name,
        context.Caller(),
        context.AttachAsync,
        part => responseStream.WriteAsync(part, context.CancellationToken),
        context.CancellationToken);

    private async Task MakeAsync(StartExportRequest request, Caller asker, Func<HttpBody, Task> write, CancellationToken cancellation)
    {
        if (request.Records is { } asked)
        {
            await records.WriteAsync(asked, asker, write, cancellation);
            return;
        }

        await foreach (var part in summaries.MakeAsync(request.Summary, asker, cancellation))
        {
            await write(part);
        }
    }
}
