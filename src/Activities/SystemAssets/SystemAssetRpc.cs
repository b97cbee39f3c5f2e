using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.SystemAssets;

/// <summary>The calls of SystemAssetService; what they mean stands in the proto.</summary>
public sealed class SystemAssetRpc(Resource<SystemAsset> systemAssets) : SystemAssetService.SystemAssetServiceBase
{
    public override Task<SystemAsset> GetSystemAsset(GetRequest request, ServerCallContext context) => systemAssets.GetAsync(request, context);

    public override Task<ListSystemAssetsResponse> ListSystemAssets(ListRequest request, ServerCallContext context) => systemAssets.ListAsync<ListSystemAssetsResponse>(request, context);

    public override Task<BatchGetSystemAssetsResponse> BatchGetSystemAssets(BatchGetRequest request, ServerCallContext context) => systemAssets.BatchGetAsync<BatchGetSystemAssetsResponse>(request, context);

    public override Task<SystemAsset> CreateSystemAsset(CreateSystemAssetRequest request, ServerCallContext context) => systemAssets.CreateAsync(request, context);

    public override Task<SystemAsset> UpdateSystemAsset(UpdateSystemAssetRequest request, ServerCallContext context) => systemAssets.UpdateAsync(request, context);

    public override Task<SystemAsset> DeleteSystemAsset(DeleteRequest request, ServerCallContext context) => systemAssets.DeleteAsync(request, context);

    public override Task<SystemAsset> UndeleteSystemAsset(UndeleteRequest request, ServerCallContext context) => systemAssets.UndeleteAsync(request, context);
}
