using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.FollowUps;

/// <summary>The calls of FollowUpService; what they mean stands in the proto.</summary>
public sealed class FollowUpRpc(Resource<FollowUp> followUps, TimeProvider time) : FollowUpService.FollowUpServiceBase
{
    public override Task<FollowUp> GetFollowUp(GetRequest request, ServerCallContext context) => followUps.GetAsync(request, context);

    public override Task<ListFollowUpsResponse> ListFollowUps(ListRequest request, ServerCallContext context) => followUps.ListAsync<ListFollowUpsResponse>(request, context);

    public override Task<BatchGetFollowUpsResponse> BatchGetFollowUps(BatchGetRequest request, ServerCallContext context) => followUps.BatchGetAsync<BatchGetFollowUpsResponse>(request, context);

    public override Task<ListOverdueFollowUpsResponse> ListOverdueFollowUps(ListOverdueFollowUpsRequest request, ServerCallContext context) =>
        OverdueFollowUps.ListAsync(followUps, request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime), context);

    public override Task<FollowUp> CreateFollowUp(CreateFollowUpRequest request, ServerCallContext context) => followUps.CreateAsync(request, context);

    public override Task<FollowUp> UpdateFollowUp(UpdateFollowUpRequest request, ServerCallContext context) => followUps.UpdateAsync(request, context);

    public override Task<FollowUp> DeleteFollowUp(DeleteRequest request, ServerCallContext context) => followUps.DeleteAsync(request, context);

    public override Task<FollowUp> UndeleteFollowUp(UndeleteRequest request, ServerCallContext context) => followUps.UndeleteAsync(request, context);

    public override Task<FollowUp> AgreeFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.Agreed, context);

    public override Task<FollowUp> AssignFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.Assigned, context);

    public override Task<FollowUp> StartFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.InProgress, context);

    public override Task<FollowUp> CompleteFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.Done, context);

    public override Task<FollowUp> ConvertFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.Converted, context);

    public override Task<FollowUp> DropFollowUp(TransitionRequest request, ServerCallContext context) => followUps.TransitionAsync(request, FollowUpState.Dropped, context);
}
