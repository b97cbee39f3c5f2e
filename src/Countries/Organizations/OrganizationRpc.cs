using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.CountriesService.Organizations;

/// <summary>The calls of OrganizationService; what they mean stands in the proto.</summary>
public sealed class OrganizationRpc(Resource<Organization> organizations, NamesOverTime names) : OrganizationService.OrganizationServiceBase
{
    public override Task<Organization> GetOrganization(GetRequest request, ServerCallContext context) => organizations.GetAsync(request, context);

    public override Task<ListOrganizationsResponse> ListOrganizations(ListRequest request, ServerCallContext context) => organizations.ListAsync<ListOrganizationsResponse>(request, context);

    public override Task<BatchGetOrganizationsResponse> BatchGetOrganizations(BatchGetRequest request, ServerCallContext context) => organizations.BatchGetAsync<BatchGetOrganizationsResponse>(request, context);

    public override Task<Organization> CreateOrganization(CreateOrganizationRequest request, ServerCallContext context) => organizations.CreateAsync(request, context);

    public override Task<Organization> UpdateOrganization(UpdateOrganizationRequest request, ServerCallContext context) => organizations.UpdateAsync(request, context);

    public override Task<Organization> DeleteOrganization(DeleteRequest request, ServerCallContext context) => organizations.DeleteAsync(request, context);

    public override Task<Organization> UndeleteOrganization(UndeleteRequest request, ServerCallContext context) => organizations.UndeleteAsync(request, context);

    public override Task<Organization> MergeOrganization(MergeRequest request, ServerCallContext context) => organizations.MergeAsync(request, context);

    public override Task<Organization> UnmergeOrganization(UnmergeRequest request, ServerCallContext context) => organizations.UnmergeAsync(request, context);

    public override Task<ListDuplicatesResponse> ListOrganizationDuplicates(ListDuplicatesRequest request, ServerCallContext context) => organizations.ListDuplicatesAsync(request, context);

    public override Task<OrganizationNames> GetOrganizationNames(GetOrganizationNamesRequest request, ServerCallContext context) => names.GetAsync(request, context);
}
