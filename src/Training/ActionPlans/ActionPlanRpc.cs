using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.ActionPlans;

/// <summary>The calls of ActionPlanService; what they mean stands in the proto.</summary>
public sealed class ActionPlanRpc(Resource<ActionPlan> actionPlans) : ActionPlanService.ActionPlanServiceBase
{
    public override Task<ActionPlan> GetActionPlan(GetRequest request, ServerCallContext context) => actionPlans.GetAsync(request, context);

    public override Task<ListActionPlansResponse> ListActionPlans(ListRequest request, ServerCallContext context) => actionPlans.ListAsync<ListActionPlansResponse>(request, context);

    public override Task<BatchGetActionPlansResponse> BatchGetActionPlans(BatchGetRequest request, ServerCallContext context) => actionPlans.BatchGetAsync<BatchGetActionPlansResponse>(request, context);

    public override Task<ActionPlan> CreateActionPlan(CreateActionPlanRequest request, ServerCallContext context) => actionPlans.CreateAsync(request, context);

    public override Task<ActionPlan> UpdateActionPlan(UpdateActionPlanRequest request, ServerCallContext context) => actionPlans.UpdateAsync(request, context);

    public override Task<ActionPlan> DeleteActionPlan(DeleteRequest request, ServerCallContext context) => actionPlans.DeleteAsync(request, context);

    public override Task<ActionPlan> UndeleteActionPlan(UndeleteRequest request, ServerCallContext context) => actionPlans.UndeleteAsync(request, context);

    public override Task<ActionPlan> SubmitActionPlan(TransitionRequest request, ServerCallContext context) => actionPlans.TransitionAsync(request, ActionPlanState.Submitted, context);

    public override Task<ActionPlan> ReturnActionPlan(TransitionRequest request, ServerCallContext context) => actionPlans.TransitionAsync(request, ActionPlanState.Returned, context);

    public override Task<ActionPlan> ApproveActionPlan(TransitionRequest request, ServerCallContext context) => actionPlans.TransitionAsync(request, ActionPlanState.Approved, context);

    public override Task<ActionPlan> CloseActionPlan(TransitionRequest request, ServerCallContext context) => actionPlans.TransitionAsync(request, ActionPlanState.Closed, context);
}
