using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.NationalPlans;

/// <summary>The calls of NationalPlanService; what they mean stands in the proto.</summary>
public sealed class NationalPlanRpc(Resource<NationalPlan> plans) : NationalPlanService.NationalPlanServiceBase
{
    public override Task<NationalPlan> GetNationalPlan(GetRequest request, ServerCallContext context) => plans.GetAsync(request, context);

    public override Task<ListNationalPlansResponse> ListNationalPlans(ListRequest request, ServerCallContext context) => plans.ListAsync<ListNationalPlansResponse>(request, context);

    public override Task<BatchGetNationalPlansResponse> BatchGetNationalPlans(BatchGetRequest request, ServerCallContext context) => plans.BatchGetAsync<BatchGetNationalPlansResponse>(request, context);

    public override Task<NationalPlan> CreateNationalPlan(CreateNationalPlanRequest request, ServerCallContext context) => plans.CreateAsync(request, context);

    public override Task<NationalPlan> UpdateNationalPlan(UpdateNationalPlanRequest request, ServerCallContext context) => plans.UpdateAsync(request, context);

    public override Task<NationalPlan> DeleteNationalPlan(DeleteRequest request, ServerCallContext context) => plans.DeleteAsync(request, context);

    public override Task<NationalPlan> UndeleteNationalPlan(UndeleteRequest request, ServerCallContext context) => plans.UndeleteAsync(request, context);
}
