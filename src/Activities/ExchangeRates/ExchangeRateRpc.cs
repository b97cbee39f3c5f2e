using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.ExchangeRates;

/// <summary>The calls of ExchangeRateService; what they mean stands in the proto.</summary>
public sealed class ExchangeRateRpc(Resource<ExchangeRate> rates) : ExchangeRateService.ExchangeRateServiceBase
{
    public override Task<ExchangeRate> GetExchangeRate(GetRequest request, ServerCallContext context) => rates.GetAsync(request, context);

    public override Task<ListExchangeRatesResponse> ListExchangeRates(ListRequest request, ServerCallContext context) => rates.ListAsync<ListExchangeRatesResponse>(request, context);

    public override Task<BatchGetExchangeRatesResponse> BatchGetExchangeRates(BatchGetRequest request, ServerCallContext context) => rates.BatchGetAsync<BatchGetExchangeRatesResponse>(request, context);

    public override Task<ExchangeRate> CreateExchangeRate(CreateExchangeRateRequest request, ServerCallContext context) => rates.CreateAsync(request, context);

    public override Task<ExchangeRate> UpdateExchangeRate(UpdateExchangeRateRequest request, ServerCallContext context) => rates.UpdateAsync(request, context);

    public override Task<ExchangeRate> DeleteExchangeRate(DeleteRequest request, ServerCallContext context) => rates.DeleteAsync(request, context);

    public override Task<ExchangeRate> UndeleteExchangeRate(UndeleteRequest request, ServerCallContext context) => rates.UndeleteAsync(request, context);
}
