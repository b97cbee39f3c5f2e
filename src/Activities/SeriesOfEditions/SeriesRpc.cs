using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.SeriesOfEditions;

/// <summary>The calls of SeriesService; what they mean stands in the proto.</summary>
public sealed class SeriesRpc(Resource<Series> series) : SeriesService.SeriesServiceBase
{
    public override Task<Series> GetSeries(GetRequest request, ServerCallContext context) => series.GetAsync(request, context);

    public override Task<ListSeriesResponse> ListSeries(ListRequest request, ServerCallContext context) => series.ListAsync<ListSeriesResponse>(request, context);

    public override Task<BatchGetSeriesResponse> BatchGetSeries(BatchGetRequest request, ServerCallContext context) => series.BatchGetAsync<BatchGetSeriesResponse>(request, context);

    public override Task<Series> CreateSeries(CreateSeriesRequest request, ServerCallContext context) => series.CreateAsync(request, context);

    public override Task<Series> UpdateSeries(UpdateSeriesRequest request, ServerCallContext context) => series.UpdateAsync(request, context);

    public override Task<Series> DeleteSeries(DeleteRequest request, ServerCallContext context) => series.DeleteAsync(request, context);

    public override Task<Series> UndeleteSeries(UndeleteRequest request, ServerCallContext context) => series.UndeleteAsync(request, context);
}
