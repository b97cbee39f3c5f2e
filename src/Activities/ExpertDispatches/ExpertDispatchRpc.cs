using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.ExpertDispatches;

/// <summary>The calls of ExpertDispatchService; what they mean stands in the proto.</summary>
public sealed class ExpertDispatchRpc(Resource<ExpertDispatch> expertDispatches) : ExpertDispatchService.ExpertDispatchServiceBase
{
    public override Task<ExpertDispatch> GetExpertDispatch(GetRequest request, ServerCallContext context) => expertDispatches.GetAsync(request, context);

    public override Task<ListExpertDispatchesResponse> ListExpertDispatches(ListRequest request, ServerCallContext context) => expertDispatches.ListAsync<ListExpertDispatchesResponse>(request, context);

    public override Task<BatchGetExpertDispatchesResponse> BatchGetExpertDispatches(BatchGetRequest request, ServerCallContext context) => expertDispatches.BatchGetAsync<BatchGetExpertDispatchesResponse>(request, context);

    public override Task<ExpertDispatch> CreateExpertDispatch(CreateExpertDispatchRequest request, ServerCallContext context) => expertDispatches.CreateAsync(request, context);

    public override Task<ExpertDispatch> UpdateExpertDispatch(UpdateExpertDispatchRequest request, ServerCallContext context) => expertDispatches.UpdateAsync(request, context);

    public override Task<ExpertDispatch> DeleteExpertDispatch(DeleteRequest request, ServerCallContext context) => expertDispatches.DeleteAsync(request, context);

    public override Task<ExpertDispatch> UndeleteExpertDispatch(UndeleteRequest request, ServerCallContext context) => expertDispatches.UndeleteAsync(request, context);

    public override Task<ExpertDispatch> ApproveExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Approved, context);

    public override Task<ExpertDispatch> DispatchExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Dispatched, context);

    public override Task<ExpertDispatch> ReturnExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Returned, context);

    public override Task<ExpertDispatch> AppraiseExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Appraised, context);

    public override Task<ExpertDispatch> PostponeExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Postponed, context);

    public override Task<ExpertDispatch> CancelExpertDispatch(TransitionRequest request, ServerCallContext context) => expertDispatches.TransitionAsync(request, ExpertDispatchState.Cancelled, context);
}
