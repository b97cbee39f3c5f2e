using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.CooperationCenters;

/// <summary>The calls of CooperationCenterService; what they mean stands in the proto.</summary>
public sealed class CooperationCenterRpc(Resource<CooperationCenter> centers) : CooperationCenterService.CooperationCenterServiceBase
{
    public override Task<CooperationCenter> GetCooperationCenter(GetRequest request, ServerCallContext context) => centers.GetAsync(request, context);

    public override Task<ListCooperationCentersResponse> ListCooperationCenters(ListRequest request, ServerCallContext context) => centers.ListAsync<ListCooperationCentersResponse>(request, context);

    public override Task<BatchGetCooperationCentersResponse> BatchGetCooperationCenters(BatchGetRequest request, ServerCallContext context) => centers.BatchGetAsync<BatchGetCooperationCentersResponse>(request, context);

    public override Task<CooperationCenter> CreateCooperationCenter(CreateCooperationCenterRequest request, ServerCallContext context) => centers.CreateAsync(request, context);

    public override Task<CooperationCenter> UpdateCooperationCenter(UpdateCooperationCenterRequest request, ServerCallContext context) => centers.UpdateAsync(request, context);

    public override Task<CooperationCenter> DeleteCooperationCenter(DeleteRequest request, ServerCallContext context) => centers.DeleteAsync(request, context);

    public override Task<CooperationCenter> UndeleteCooperationCenter(UndeleteRequest request, ServerCallContext context) => centers.UndeleteAsync(request, context);

    public override Task<CooperationCenter> EstablishCooperationCenter(TransitionRequest request, ServerCallContext context) => centers.TransitionAsync(request, CooperationCenterState.Established, context);

    public override Task<CooperationCenter> OpenCooperationCenter(TransitionRequest request, ServerCallContext context) =>
        centers.TransitionAsync(request, CooperationCenterState.Operating, context, CooperationCenterState.Established);

    public override Task<CooperationCenter> CloseCooperationCenter(TransitionRequest request, ServerCallContext context) => centers.TransitionAsync(request, CooperationCenterState.Closed, context);

    public override Task<CooperationCenter> ReopenCooperationCenter(TransitionRequest request, ServerCallContext context) =>
        centers.TransitionAsync(request, CooperationCenterState.Operating, context, CooperationCenterState.Closed);

    public override Task<CooperationCenter> ClaimCooperationCenter(ClaimRequest request, ServerCallContext context) => centers.ClaimAsync(request, context);
}
