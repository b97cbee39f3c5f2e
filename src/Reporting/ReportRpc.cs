using EGovPlatform.Access;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using EGovPlatform.ReportingService.Checks;
using EGovPlatform.ReportingService.CrossChecks;
using EGovPlatform.ReportingService.Facts;
using EGovPlatform.ReportingService.Search;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.ReportingService.Warnings;
using Grpc.Core;

namespace EGovPlatform.ReportingService;

/// <summary>The calls of ReportService; what they mean stands in the proto.</summary>
public sealed class ReportRpc(
    Summarizer summaries, RecordPages records, CountryBriefs briefs, PublicationFacts facts, RecordSearch search, Reconciliations reconciliations, WarningList warnings, CrossChecker crossChecks)
    : ReportService.ReportServiceBase
{
    public override Task<SummarizeResponse> Summarize(SummarizeRequest request, ServerCallContext context) => summaries.SummarizeAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReportRecordsResponse> ListReportRecords(ListReportRecordsRequest request, ServerCallContext context) => records.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ReportCatalog> GetReportCatalog(GetReportCatalogRequest request, ServerCallContext context) => Task.FromResult(Summarizer.Catalog());

    public override Task<CountryBrief> GetCountryBrief(GetCountryBriefRequest request, ServerCallContext context) => briefs.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<GetFactsResponse> GetFacts(GetFactsRequest request, ServerCallContext context) => facts.GetAsync(request, context.Caller(), context.CancellationToken);

    public override Task<SearchRecordsResponse> SearchRecords(SearchRecordsRequest request, ServerCallContext context) => search.FindAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListReconciliationsResponse> ListReconciliations(ListReconciliationsRequest request, ServerCallContext context) => reconciliations.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<ListWarningsResponse> ListWarnings(ListWarningsRequest request, ServerCallContext context) => warnings.ListAsync(request, context.Caller(), context.CancellationToken);

    public override Task<CrossCheck> GetCrossCheck(GetCrossCheckRequest request, ServerCallContext context) => crossChecks.GetAsync(request, context.Caller(), context.CancellationToken);
}
