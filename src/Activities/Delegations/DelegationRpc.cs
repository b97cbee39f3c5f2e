using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Delegations;

/// <summary>The calls of DelegationService; what they mean stands in the proto.</summary>
public sealed class DelegationRpc(Resource<Delegation> delegations) : DelegationService.DelegationServiceBase
{
    public override Task<Delegation> GetDelegation(GetRequest request, ServerCallContext context) => delegations.GetAsync(request, context);

    public override Task<ListDelegationsResponse> ListDelegations(ListRequest request, ServerCallContext context) => delegations.ListAsync<ListDelegationsResponse>(request, context);

    public override Task<BatchGetDelegationsResponse> BatchGetDelegations(BatchGetRequest request, ServerCallContext context) => delegations.BatchGetAsync<BatchGetDelegationsResponse>(request, context);

    public override Task<Delegation> CreateDelegation(CreateDelegationRequest request, ServerCallContext context) => delegations.CreateAsync(request, context);

    public override Task<Delegation> UpdateDelegation(UpdateDelegationRequest request, ServerCallContext context) => delegations.UpdateAsync(request, context);

    public override Task<Delegation> DeleteDelegation(DeleteRequest request, ServerCallContext context) => delegations.DeleteAsync(request, context);

    public override Task<Delegation> UndeleteDelegation(UndeleteRequest request, ServerCallContext context) => delegations.UndeleteAsync(request, context);

    public override Task<Delegation> ApproveDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Approved, context);

    public override Task<Delegation> DispatchDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Dispatched, context);

    public override Task<Delegation> ReturnDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Returned, context);

    public override Task<Delegation> ReportDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Reported, context);

    public override Task<Delegation> CloseDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Closed, context);

    public override Task<Delegation> PostponeDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Postponed, context);

    public override Task<Delegation> CancelDelegation(TransitionRequest request, ServerCallContext context) => delegations.TransitionAsync(request, DelegationState.Cancelled, context);
}
