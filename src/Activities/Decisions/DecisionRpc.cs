using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Decisions;

/// <summary>The calls of DecisionService; what they mean stands in the proto.</summary>
public sealed class DecisionRpc(Resource<Decision> decisions) : DecisionService.DecisionServiceBase
{
    public override Task<Decision> GetDecision(GetRequest request, ServerCallContext context) => decisions.GetAsync(request, context);

    public override Task<ListDecisionsResponse> ListDecisions(ListRequest request, ServerCallContext context) => decisions.ListAsync<ListDecisionsResponse>(request, context);

    public override Task<BatchGetDecisionsResponse> BatchGetDecisions(BatchGetRequest request, ServerCallContext context) => decisions.BatchGetAsync<BatchGetDecisionsResponse>(request, context);

    public override Task<Decision> CreateDecision(CreateDecisionRequest request, ServerCallContext context) => decisions.CreateAsync(request, context);

    public override Task<Decision> UpdateDecision(UpdateDecisionRequest request, ServerCallContext context) => decisions.UpdateAsync(request, context);

    public override Task<Decision> DeleteDecision(DeleteRequest request, ServerCallContext context) => decisions.DeleteAsync(request, context);

    public override Task<Decision> UndeleteDecision(UndeleteRequest request, ServerCallContext context) => decisions.UndeleteAsync(request, context);
}
