using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>The calls of AgreementReportService; what they mean stands in the proto.</summary>
public sealed class AgreementReportRpc(AgreementReports reports, AgreementAlerts alerts) : AgreementReportService.AgreementReportServiceBase
{
    public override Task<AgreementGraph> GetAgreementGraph(GetAgreementGraphRequest request, ServerCallContext context) => reports.GraphAsync(request, context.Caller(), context.CancellationToken);

    public override Task<FindCoveringAgreementsResponse> FindCoveringAgreements(FindCoveringAgreementsRequest request, ServerCallContext context) => reports.CoveringAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListAgreementAlertsResponse> ListAgreementAlerts(ListAgreementAlertsRequest request, ServerCallContext context) => alerts.ListAsync(request, context.Caller(), context.CancellationToken);
}
