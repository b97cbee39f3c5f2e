using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.StatusReports;

/// <summary>The calls of StatusReportService; what they mean stands in the proto.</summary>
public sealed class StatusReportRpc(Resource<StatusReport> reports) : StatusReportService.StatusReportServiceBase
{
    public override Task<StatusReport> GetStatusReport(GetRequest request, ServerCallContext context) => reports.GetAsync(request, context);

    public override Task<ListStatusReportsResponse> ListStatusReports(ListRequest request, ServerCallContext context) => reports.ListAsync<ListStatusReportsResponse>(request, context);

    public override Task<BatchGetStatusReportsResponse> BatchGetStatusReports(BatchGetRequest request, ServerCallContext context) => reports.BatchGetAsync<BatchGetStatusReportsResponse>(request, context);

    public override Task<StatusReport> CreateStatusReport(CreateStatusReportRequest request, ServerCallContext context) => reports.CreateAsync(request, context);

    public override Task<StatusReport> UpdateStatusReport(UpdateStatusReportRequest request, ServerCallContext context) => reports.UpdateAsync(request, context);

    public override Task<StatusReport> DeleteStatusReport(DeleteRequest request, ServerCallContext context) => reports.DeleteAsync(request, context);

    public override Task<StatusReport> UndeleteStatusReport(UndeleteRequest request, ServerCallContext context) => reports.UndeleteAsync(request, context);
}
