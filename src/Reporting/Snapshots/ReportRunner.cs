using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.CrossChecks;
using EGovPlatform.ReportingService.Summaries;

namespace EGovPlatform.ReportingService.Snapshots;

/// <summary>Asks a report that can be asked again.</summary>
public sealed class ReportRunner(Summarizer summaries, CrossChecker crossChecks)
{
    /// <exception cref="Grpc.Core.RpcException">INVALID_FIELD when there is no question, and what the report itself refuses.</exception>
    public async Task<RunReportResponse> RunAsync(ReportSpec? report, Caller caller, CancellationToken cancellation)
    {
        var response = new RunReportResponse { Report = report };
        switch (report?.ReportCase)
        {
            case ReportSpec.ReportOneofCase.Summary:
                response.Summary = await summaries.SummarizeAsync(report.Summary, caller, cancellation);
                break;
            case ReportSpec.ReportOneofCase.CrossCheck:
                response.CrossCheck = await crossChecks.GetAsync(report.CrossCheck, caller, cancellation);
                break;
            default:
                throw Errors.InvalidField("report", "REQUIRED", "A report says what it asks: summary or cross_check.");
        }

        return response;
    }
}
