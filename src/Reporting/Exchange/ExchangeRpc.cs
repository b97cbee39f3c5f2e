using EGovPlatform.Access;
using EGovPlatform.Iati.Writing;
using EGovPlatform.Reporting.V1;
using Google.Api;
using Grpc.Core;
using FieldViolation = EGovPlatform.Values.FieldViolation;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>The calls of ExchangeService; what they mean stands in the proto.</summary>
public sealed class ExchangeRpc(IatiExports exports, SummaryExports summaries, RecordExports records) : ExchangeService.ExchangeServiceBase
{
    private const int MaxFindings = 1000;

    public override async Task ExportIati(ExportIatiRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync(await exports.MakeAsync(request, context.CancellationToken), "activities.xml", responseStream, context);

    public override async Task<IatiCheck> CheckIati(ExportIatiRequest request, ServerCallContext context) => await CheckAsync(await exports.MakeAsync(request, context.CancellationToken));

    public override async Task ExportIatiOrganization(ExportIatiRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context) =>
        await SendAsync(await exports.MakeOrganizationAsync(request, context.CancellationToken), "organization.xml", responseStream, context);

    public override async Task<IatiCheck> CheckIatiOrganization(ExportIatiRequest request, ServerCallContext context) =>
        await CheckAsync(await exports.MakeOrganizationAsync(request, context.CancellationToken));

    public override async Task ExportSummary(ExportSummaryRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var isFirst = true;
        await foreach (var part in summaries.MakeAsync(request, context.Caller(), context.CancellationToken))
        {
            if (isFirst)
            {
                await context.AttachAsync(SummaryExports.FileName(request.Format));
                isFirst = false;
            }

            await responseStream.WriteAsync(part, context.CancellationToken);
        }
    }

    public override async Task ExportRecords(ExportRecordsRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        var isFirst = true;
        await records.WriteAsync(request, context.Caller(), async part =>
        {
            if (isFirst)
            {
                await context.AttachAsync(RecordExports.FileName(request.Format));
                isFirst = false;
            }

            await responseStream.WriteAsync(part, context.CancellationToken);
        }, context.CancellationToken);
    }

    private static async Task SendAsync(IatiFile made, string name, IServerStreamWriter<HttpBody> to, ServerCallContext context)
    {
        await using var file = made;
        if (!IatiExport.MayLeave(file.Report))
        {
            throw Errors.InvalidFields(Findings(file).Take(100).Select(f => new FieldViolation(f.Identifier, f.Rule, $"{f.Message} {f.Context}")));
        }

        await context.AttachAsync(name);
        await file.SendAsync(to, context.CancellationToken);
    }

    private static async Task<IatiCheck> CheckAsync(IatiFile made)
    {
        await using var file = made;
        var check = new IatiCheck
        {
            Activities = file.Activities,
            Critical = file.Report.Summary.Critical,
            Errors = file.Report.Summary.Error,
            Warnings = file.Report.Summary.Warning,
        };
        check.LeftOut.Add(file.LeftOut.Select(l => new IatiLeftOut { Record = l.Record, Reason = l.Reason }));
        check.Findings.Add(Findings(file).Take(MaxFindings));
        return check;
    }

    private static IEnumerable<IatiFinding> Findings(IatiFile file) =>
        from entry in file.Report.Errors
        from category in entry.Errors
        from error in category.Errors
        from context in error.Context
        select new IatiFinding { Identifier = entry.Identifier, Rule = error.Id, Severity = error.Severity, Message = error.Message, Context = context.Text };
}
