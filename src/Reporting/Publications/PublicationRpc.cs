using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ReportingService.Publications;

/// <summary>The calls of PublicationService; what they mean stands in the proto.</summary>
public sealed class PublicationRpc(Resource<Publication> publications) : PublicationService.PublicationServiceBase
{
    public override Task<Publication> GetPublication(GetRequest request, ServerCallContext context) => publications.GetAsync(request, context);

    public override Task<ListPublicationsResponse> ListPublications(ListRequest request, ServerCallContext context) => publications.ListAsync<ListPublicationsResponse>(request, context);

    public override Task<BatchGetPublicationsResponse> BatchGetPublications(BatchGetRequest request, ServerCallContext context) => publications.BatchGetAsync<BatchGetPublicationsResponse>(request, context);

    public override Task<Publication> CreatePublication(CreatePublicationRequest request, ServerCallContext context) => publications.CreateAsync(request, context);

    public override Task<Publication> UpdatePublication(UpdatePublicationRequest request, ServerCallContext context) => publications.UpdateAsync(request, context);

    public override Task<Publication> DeletePublication(DeleteRequest request, ServerCallContext context) => publications.DeleteAsync(request, context);

    public override Task<Publication> UndeletePublication(UndeleteRequest request, ServerCallContext context) => publications.UndeleteAsync(request, context);
}
