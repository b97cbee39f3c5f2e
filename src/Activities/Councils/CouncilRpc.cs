using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Councils;

/// <summary>The calls of CouncilService; what they mean stands in the proto.</summary>
public sealed class CouncilRpc(Resource<Council> councils) : CouncilService.CouncilServiceBase
{
    public override Task<Council> GetCouncil(GetRequest request, ServerCallContext context) => councils.GetAsync(request, context);

    public override Task<ListCouncilsResponse> ListCouncils(ListRequest request, ServerCallContext context) => councils.ListAsync<ListCouncilsResponse>(request, context);

    public override Task<BatchGetCouncilsResponse> BatchGetCouncils(BatchGetRequest request, ServerCallContext context) => councils.BatchGetAsync<BatchGetCouncilsResponse>(request, context);

    public override Task<Council> CreateCouncil(CreateCouncilRequest request, ServerCallContext context) => councils.CreateAsync(request, context);

    public override Task<Council> UpdateCouncil(UpdateCouncilRequest request, ServerCallContext context) => councils.UpdateAsync(request, context);

    public override Task<Council> DeleteCouncil(DeleteRequest request, ServerCallContext context) => councils.DeleteAsync(request, context);

    public override Task<Council> UndeleteCouncil(UndeleteRequest request, ServerCallContext context) => councils.UndeleteAsync(request, context);
}
