using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Matchings;

/// <summary>The calls of MatchingService; what they mean stands in the proto.</summary>
public sealed class MatchingRpc(Resource<Matching> matchings, MatchingPlans plans) : MatchingService.MatchingServiceBase
{
    public override Task<Matching> GetMatching(GetRequest request, ServerCallContext context) => matchings.GetAsync(request, context);

    public override Task<ListMatchingsResponse> ListMatchings(ListRequest request, ServerCallContext context) => matchings.ListAsync<ListMatchingsResponse>(request, context);

    public override Task<BatchGetMatchingsResponse> BatchGetMatchings(BatchGetRequest request, ServerCallContext context) => matchings.BatchGetAsync<BatchGetMatchingsResponse>(request, context);

    public override Task<Matching> CreateMatching(CreateMatchingRequest request, ServerCallContext context) => matchings.CreateAsync(request, context);

    public override Task<Matching> UpdateMatching(UpdateMatchingRequest request, ServerCallContext context) => matchings.UpdateAsync(request, context);

    public override Task<Matching> DeleteMatching(DeleteRequest request, ServerCallContext context) => matchings.DeleteAsync(request, context);

    public override Task<Matching> UndeleteMatching(UndeleteRequest request, ServerCallContext context) => matchings.UndeleteAsync(request, context);

    public override Task<Matching> HoldMatching(TransitionRequest request, ServerCallContext context) => matchings.TransitionAsync(request, MatchingState.Held, context);

    public override Task<Matching> CancelMatching(TransitionRequest request, ServerCallContext context) => matchings.TransitionAsync(request, MatchingState.Cancelled, context);

    public override Task<Operation> PlanMatching(PlanMatchingRequest request, ServerCallContext context) => plans.StartAsync(request, context);
}
