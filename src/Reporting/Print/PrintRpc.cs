using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using Google.Api;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Print;

/// <summary>The calls of PrintService; what they mean stands in the proto.</summary>
public sealed class PrintRpc(RecordBriefs briefs, AnnualReport years) : PrintService.PrintServiceBase
{
    private const int PartBytes = 64 * 1024;

    public override async Task PrintBrief(GetBriefRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync($"{request.Name.Replace('/', '-')}.pdf", BriefPrint.Write(await briefs.GetAsync(request, context.Caller(), context.CancellationToken)), responseStream, context);

    public override async Task PrintAnnualReport(PrintAnnualReportRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync($"annual-{request.Year}.pdf", await years.WriteAsync(request, context.Caller(), context.CancellationToken), responseStream, context);

    private static async Task SendAsync(string name, byte[] file, IServerStreamWriter<HttpBody> parts, ServerCallContext context)
    {
        await context.AttachAsync(name);
        foreach (var part in file.Chunk(PartBytes))
        {
            await parts.WriteAsync(new HttpBody { ContentType = "application/pdf", Data = UnsafeByteOperations.UnsafeWrap(part) }, context.CancellationToken);
        }
    }
}
