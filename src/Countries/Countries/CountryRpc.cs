using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Countries;

/// <summary>The calls of CountryService; what they mean stands in the proto.</summary>
public sealed class CountryRpc(Resource<Country> countries, TimeProvider time) : CountryService.CountryServiceBase
{
    public override Task<Country> GetCountry(GetRequest request, ServerCallContext context) => countries.GetAsync(request, context);

    public override Task<ListCountriesResponse> ListCountries(ListRequest request, ServerCallContext context) => countries.ListAsync<ListCountriesResponse>(request, context);

    public override Task<BatchGetCountriesResponse> BatchGetCountries(BatchGetRequest request, ServerCallContext context) => countries.BatchGetAsync<BatchGetCountriesResponse>(request, context);

    public override Task<Country> CreateCountry(CreateCountryRequest request, ServerCallContext context) => countries.CreateAsync(request, context);

    public override Task<Country> UpdateCountry(UpdateCountryRequest request, ServerCallContext context) => countries.UpdateAsync(request, context);

    public override Task<Country> DeleteCountry(DeleteRequest request, ServerCallContext context) => countries.DeleteAsync(request, context);

    public override Task<Country> UndeleteCountry(UndeleteRequest request, ServerCallContext context) => countries.UndeleteAsync(request, context);

    public override async Task<Readiness> GetReadiness(GetReadinessRequest request, ServerCallContext context) =>
        ReadinessOnDay.Of(await countries.GetAsync(new GetRequest { Name = request.Name }, context), request, DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime));
}
