using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Indicators;

/// <summary>The calls of IndicatorService; what they mean stands in the proto.</summary>
public sealed class IndicatorRpc(Resource<Indicator> indicators) : IndicatorService.IndicatorServiceBase
{
    public override Task<Indicator> GetIndicator(GetRequest request, ServerCallContext context) => indicators.GetAsync(request, context);

    public override Task<ListIndicatorsResponse> ListIndicators(ListRequest request, ServerCallContext context) => indicators.ListAsync<ListIndicatorsResponse>(request, context);

    public override Task<BatchGetIndicatorsResponse> BatchGetIndicators(BatchGetRequest request, ServerCallContext context) => indicators.BatchGetAsync<BatchGetIndicatorsResponse>(request, context);

    public override Task<Indicator> CreateIndicator(CreateIndicatorRequest request, ServerCallContext context) => indicators.CreateAsync(request, context);

    public override Task<Indicator> UpdateIndicator(UpdateIndicatorRequest request, ServerCallContext context) => indicators.UpdateAsync(request, context);

    public override Task<Indicator> DeleteIndicator(DeleteRequest request, ServerCallContext context) => indicators.DeleteAsync(request, context);

    public override Task<Indicator> UndeleteIndicator(UndeleteRequest request, ServerCallContext context) => indicators.UndeleteAsync(request, context);
}
