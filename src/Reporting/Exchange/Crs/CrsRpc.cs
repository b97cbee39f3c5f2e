using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using Google.Api;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Exchange.Crs;

/// <summary>The calls of CrsService; what they mean stands in the proto.</summary>
public sealed class CrsRpc(CrsReturns returns) : CrsService.CrsServiceBase
{
    public override async Task ExportCrs(ExportCrsRequest request, IServerStreamWriter<HttpBody> responseStream, ServerCallContext context)
    {
        await using var file = await TableFile.CreateAsync(request.Format, CrsRow.Head, context.CancellationToken);
        var made = await returns.MakeAsync(request.Year, request.Filter, request.Times, context.Caller(), context.CancellationToken);
        await context.AttachAsync($"crs-{request.Year}.{(request.Format == TableFormat.Xlsx ? "xlsx" : "csv")}");
        foreach (var row in made.Rows)
        {
            await file.AddAsync(row.Cells(), SendAsync, context.CancellationToken);
        }

        await file.EndAsync(SendAsync, context.CancellationToken);

        Task SendAsync(HttpBody part) => responseStream.WriteAsync(part, context.CancellationToken);
    }

    public override async Task<CrsCheck> CheckCrs(CheckCrsRequest request, ServerCallContext context)
    {
        var made = await returns.MakeAsync(request.Year, request.Filter, request.Times, context.Caller(), context.CancellationToken);
        var check = new CrsCheck { Rows = made.Rows.Count, NotVisible = made.NotVisible };
        check.LeftOut.Add(made.LeftOut.Select(l => new CrsLeftOut { Record = l.Record, Reason = l.Reason }));
        check.Missing.Add(made.Rows.SelectMany(r => r.Missing.Select(m => new CrsGap { Record = r.Record, Field = m.Key, Reason = m.Value })));
        check.Doubtful.Add(made.Rows.SelectMany(r => r.Doubtful.Select(m => new CrsGap { Record = r.Record, Field = m.Key, Reason = m.Value })));
        return check;
    }
}
