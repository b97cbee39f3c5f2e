using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.CountryPresentations;

/// <summary>The calls of CountryPresentationService; what they mean stands in the proto.</summary>
public sealed class CountryPresentationRpc(Resource<CountryPresentation> countryPresentations) : CountryPresentationService.CountryPresentationServiceBase
{
    public override Task<CountryPresentation> GetCountryPresentation(GetRequest request, ServerCallContext context) => countryPresentations.GetAsync(request, context);

    public override Task<ListCountryPresentationsResponse> ListCountryPresentations(ListRequest request, ServerCallContext context) => countryPresentations.ListAsync<ListCountryPresentationsResponse>(request, context);

    public override Task<BatchGetCountryPresentationsResponse> BatchGetCountryPresentations(BatchGetRequest request, ServerCallContext context) => countryPresentations.BatchGetAsync<BatchGetCountryPresentationsResponse>(request, context);

    public override Task<CountryPresentation> CreateCountryPresentation(CreateCountryPresentationRequest request, ServerCallContext context) => countryPresentations.CreateAsync(request, context);

    public override Task<CountryPresentation> UpdateCountryPresentation(UpdateCountryPresentationRequest request, ServerCallContext context) => countryPresentations.UpdateAsync(request, context);

    public override Task<CountryPresentation> DeleteCountryPresentation(DeleteRequest request, ServerCallContext context) => countryPresentations.DeleteAsync(request, context);

    public override Task<CountryPresentation> UndeleteCountryPresentation(UndeleteRequest request, ServerCallContext context) => countryPresentations.UndeleteAsync(request, context);

    public override Task<CountryPresentation> GiveCountryPresentation(TransitionRequest request, ServerCallContext context) => countryPresentations.TransitionAsync(request, CountryPresentationState.Given, context);

    public override Task<CountryPresentation> CancelCountryPresentation(TransitionRequest request, ServerCallContext context) => countryPresentations.TransitionAsync(request, CountryPresentationState.Cancelled, context);
}
