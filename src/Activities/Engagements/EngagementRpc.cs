using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Engagements;

/// <summary>The calls of EngagementService; what they mean stands in the proto.</summary>
public sealed class EngagementRpc(Resource<Engagement> engagements) : EngagementService.EngagementServiceBase
{
    public override Task<Engagement> GetEngagement(GetRequest request, ServerCallContext context) => engagements.GetAsync(request, context);

    public override Task<ListEngagementsResponse> ListEngagements(ListRequest request, ServerCallContext context) => engagements.ListAsync<ListEngagementsResponse>(request, context);

    public override Task<BatchGetEngagementsResponse> BatchGetEngagements(BatchGetRequest request, ServerCallContext context) => engagements.BatchGetAsync<BatchGetEngagementsResponse>(request, context);

    public override Task<Engagement> CreateEngagement(CreateEngagementRequest request, ServerCallContext context) => engagements.CreateAsync(request, context);

    public override Task<Engagement> UpdateEngagement(UpdateEngagementRequest request, ServerCallContext context) => engagements.UpdateAsync(request, context);

    public override Task<Engagement> DeleteEngagement(DeleteRequest request, ServerCallContext context) => engagements.DeleteAsync(request, context);

    public override Task<Engagement> UndeleteEngagement(UndeleteRequest request, ServerCallContext context) => engagements.UndeleteAsync(request, context);

    public override Task<Engagement> ConfirmEngagement(TransitionRequest request, ServerCallContext context) => engagements.TransitionAsync(request, EngagementState.Confirmed, context);

    public override Task<Engagement> HoldEngagement(TransitionRequest request, ServerCallContext context) => engagements.TransitionAsync(request, EngagementState.Held, context);

    public override Task<Engagement> ReportEngagement(TransitionRequest request, ServerCallContext context) => engagements.TransitionAsync(request, EngagementState.Reported, context);

    public override Task<Engagement> PostponeEngagement(TransitionRequest request, ServerCallContext context) => engagements.TransitionAsync(request, EngagementState.Postponed, context);

    public override Task<Engagement> CancelEngagement(TransitionRequest request, ServerCallContext context) => engagements.TransitionAsync(request, EngagementState.Cancelled, context);
}
