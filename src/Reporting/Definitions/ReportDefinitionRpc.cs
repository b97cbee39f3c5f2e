using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Snapshots;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Definitions;

/// <summary>The calls of ReportDefinitionService; what they mean stands in the proto.</summary>
public sealed class ReportDefinitionRpc(Resource<ReportDefinition> definitions, ReportRunner runner, TimeProvider time) : ReportDefinitionService.ReportDefinitionServiceBase
{
    public override Task<ReportDefinition> GetReportDefinition(GetRequest request, ServerCallContext context) => definitions.GetAsync(request, context);

    public override Task<ListReportDefinitionsResponse> ListReportDefinitions(ListRequest request, ServerCallContext context) => definitions.ListAsync<ListReportDefinitionsResponse>(request, context);

    public override Task<ReportDefinition> CreateReportDefinition(CreateReportDefinitionRequest request, ServerCallContext context) => definitions.CreateAsync(request, context);

    public override Task<ReportDefinition> UpdateReportDefinition(UpdateReportDefinitionRequest request, ServerCallContext context) => definitions.UpdateAsync(request, context);

    public override Task<ReportDefinition> DeleteReportDefinition(DeleteRequest request, ServerCallContext context) => definitions.DeleteAsync(request, context);

    public override Task<ReportDefinition> UndeleteReportDefinition(UndeleteRequest request, ServerCallContext context) => definitions.UndeleteAsync(request, context);

    public override async Task<RunReportResponse> RunReport(RunReportRequest request, ServerCallContext context)
    {
        var definition = await definitions.GetAsync(new GetRequest { Name = request.Name }, context);
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        return await runner.RunAsync(Placeholders.Fill(definition, request.Parameters.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal), today), context.Caller(), context.CancellationToken);
    }
}
