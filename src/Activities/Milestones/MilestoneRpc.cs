using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Milestones;

/// <summary>The calls of MilestoneService; what they mean stands in the proto.</summary>
public sealed class MilestoneRpc(Resource<Milestone> milestones) : MilestoneService.MilestoneServiceBase
{
    public override Task<Milestone> GetMilestone(GetRequest request, ServerCallContext context) => milestones.GetAsync(request, context);

    public override Task<ListMilestonesResponse> ListMilestones(ListRequest request, ServerCallContext context) => milestones.ListAsync<ListMilestonesResponse>(request, context);

    public override Task<BatchGetMilestonesResponse> BatchGetMilestones(BatchGetRequest request, ServerCallContext context) => milestones.BatchGetAsync<BatchGetMilestonesResponse>(request, context);

    public override Task<Milestone> CreateMilestone(CreateMilestoneRequest request, ServerCallContext context) => milestones.CreateAsync(request, context);

    public override Task<Milestone> UpdateMilestone(UpdateMilestoneRequest request, ServerCallContext context) => milestones.UpdateAsync(request, context);

    public override Task<Milestone> DeleteMilestone(DeleteRequest request, ServerCallContext context) => milestones.DeleteAsync(request, context);

    public override Task<Milestone> UndeleteMilestone(UndeleteRequest request, ServerCallContext context) => milestones.UndeleteAsync(request, context);

    public override Task<Milestone> ReachMilestone(TransitionRequest request, ServerCallContext context) => milestones.TransitionAsync(request, MilestoneState.Reached, context);

    public override Task<Milestone> PostponeMilestone(TransitionRequest request, ServerCallContext context) => milestones.TransitionAsync(request, MilestoneState.Postponed, context);

    public override Task<Milestone> ReplanMilestone(TransitionRequest request, ServerCallContext context) => milestones.TransitionAsync(request, MilestoneState.Planned, context);

    public override Task<Milestone> CancelMilestone(TransitionRequest request, ServerCallContext context) => milestones.TransitionAsync(request, MilestoneState.Cancelled, context);
}
