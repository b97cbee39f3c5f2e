using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Positions;

/// <summary>The calls of PositionService; what they mean stands in the proto.</summary>
public sealed class PositionRpc(Resource<Position> positions, TimeProvider time) : PositionService.PositionServiceBase
{
    public override Task<Position> GetPosition(GetRequest request, ServerCallContext context) => positions.GetAsync(request, context);

    public override Task<ListPositionsResponse> ListPositions(ListRequest request, ServerCallContext context) => positions.ListAsync<ListPositionsResponse>(request, context);

    public override Task<BatchGetPositionsResponse> BatchGetPositions(BatchGetRequest request, ServerCallContext context) => positions.BatchGetAsync<BatchGetPositionsResponse>(request, context);

    public override Task<Position> CreatePosition(CreatePositionRequest request, ServerCallContext context) => positions.CreateAsync(request, context);

    public override Task<Position> UpdatePosition(UpdatePositionRequest request, ServerCallContext context) => positions.UpdateAsync(request, context);

    public override Task<Position> DeletePosition(DeleteRequest request, ServerCallContext context) => positions.DeleteAsync(request, context);

    public override Task<Position> UndeletePosition(UndeleteRequest request, ServerCallContext context) => positions.UndeleteAsync(request, context);

    public override Task<ListPositionsResponse> ListStalePositions(ListStalePositionsRequest request, ServerCallContext context) => StalePositions.ListAsync(positions, request, time, context);
}
