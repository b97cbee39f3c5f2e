using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.ApprovalRules;

/// <summary>The calls of ApprovalRuleService; what they mean stands in the proto.</summary>
public sealed class ApprovalRuleRpc(Resource<ApprovalRule> rules) : ApprovalRuleService.ApprovalRuleServiceBase
{
    public override Task<ApprovalRule> GetApprovalRule(GetRequest request, ServerCallContext context) => rules.GetAsync(request, context);

    public override Task<ListApprovalRulesResponse> ListApprovalRules(ListRequest request, ServerCallContext context) => rules.ListAsync<ListApprovalRulesResponse>(request, context);

    public override Task<BatchGetApprovalRulesResponse> BatchGetApprovalRules(BatchGetRequest request, ServerCallContext context) => rules.BatchGetAsync<BatchGetApprovalRulesResponse>(request, context);

    public override Task<ApprovalRule> CreateApprovalRule(CreateApprovalRuleRequest request, ServerCallContext context) => rules.CreateAsync(request, context);

    public override Task<ApprovalRule> UpdateApprovalRule(UpdateApprovalRuleRequest request, ServerCallContext context) => rules.UpdateAsync(request, context);

    public override Task<ApprovalRule> DeleteApprovalRule(DeleteRequest request, ServerCallContext context) => rules.DeleteAsync(request, context);

    public override Task<ApprovalRule> UndeleteApprovalRule(UndeleteRequest request, ServerCallContext context) => rules.UndeleteAsync(request, context);
}
