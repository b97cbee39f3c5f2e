using EGovPlatform.Training.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Invitations;

/// <summary>The calls of CountryInvitationService; what they mean stands in the proto.</summary>
public sealed class CountryInvitationRpc(Resource<CountryInvitation> countryInvitations) : CountryInvitationService.CountryInvitationServiceBase
{
    public override Task<CountryInvitation> GetCountryInvitation(GetRequest request, ServerCallContext context) => countryInvitations.GetAsync(request, context);

    public override Task<ListCountryInvitationsResponse> ListCountryInvitations(ListRequest request, ServerCallContext context) => countryInvitations.ListAsync<ListCountryInvitationsResponse>(request, context);

    public override Task<BatchGetCountryInvitationsResponse> BatchGetCountryInvitations(BatchGetRequest request, ServerCallContext context) => countryInvitations.BatchGetAsync<BatchGetCountryInvitationsResponse>(request, context);

    public override Task<CountryInvitation> CreateCountryInvitation(CreateCountryInvitationRequest request, ServerCallContext context) => countryInvitations.CreateAsync(request, context);

    public override Task<CountryInvitation> UpdateCountryInvitation(UpdateCountryInvitationRequest request, ServerCallContext context) => countryInvitations.UpdateAsync(request, context);

    public override Task<CountryInvitation> DeleteCountryInvitation(DeleteRequest request, ServerCallContext context) => countryInvitations.DeleteAsync(request, context);

    public override Task<CountryInvitation> UndeleteCountryInvitation(UndeleteRequest request, ServerCallContext context) => countryInvitations.UndeleteAsync(request, context);
}
