using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Places;

/// <summary>The calls of PlaceService; what they mean stands in the proto.</summary>
public sealed class PlaceRpc(Resource<Place> places) : PlaceService.PlaceServiceBase
{
    public override Task<Place> GetPlace(GetRequest request, ServerCallContext context) => places.GetAsync(request, context);

    public override Task<ListPlacesResponse> ListPlaces(ListRequest request, ServerCallContext context) => places.ListAsync<ListPlacesResponse>(request, context);

    public override Task<BatchGetPlacesResponse> BatchGetPlaces(BatchGetRequest request, ServerCallContext context) => places.BatchGetAsync<BatchGetPlacesResponse>(request, context);

    public override Task<Place> CreatePlace(CreatePlaceRequest request, ServerCallContext context) => places.CreateAsync(request, context);

    public override Task<Place> UpdatePlace(UpdatePlaceRequest request, ServerCallContext context) => places.UpdateAsync(request, context);

    public override Task<Place> DeletePlace(DeleteRequest request, ServerCallContext context) => places.DeleteAsync(request, context);

    public override Task<Place> UndeletePlace(UndeleteRequest request, ServerCallContext context) => places.UndeleteAsync(request, context);

    public override Task<Place> MergePlace(MergeRequest request, ServerCallContext context) => places.MergeAsync(request, context);

    public override Task<Place> UnmergePlace(UnmergeRequest request, ServerCallContext context) => places.UnmergeAsync(request, context);

    public override Task<ListDuplicatesResponse> ListPlaceDuplicates(ListDuplicatesRequest request, ServerCallContext context) => places.ListDuplicatesAsync(request, context);
}
