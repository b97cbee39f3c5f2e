using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Links;

/// <summary>The calls of LinkService; what they mean stands in the proto.</summary>
public sealed class LinkRpc(Resource<Link> links) : LinkService.LinkServiceBase
{
    public override Task<Link> GetLink(GetRequest request, ServerCallContext context) => links.GetAsync(request, context);

    public override Task<ListLinksResponse> ListLinks(ListRequest request, ServerCallContext context) => links.ListAsync<ListLinksResponse>(request, context);

    public override Task<BatchGetLinksResponse> BatchGetLinks(BatchGetRequest request, ServerCallContext context) => links.BatchGetAsync<BatchGetLinksResponse>(request, context);

    public override Task<Link> CreateLink(CreateLinkRequest request, ServerCallContext context) => links.CreateAsync(request, context);

    public override Task<Link> UpdateLink(UpdateLinkRequest request, ServerCallContext context) => links.UpdateAsync(request, context);

    public override Task<Link> DeleteLink(DeleteRequest request, ServerCallContext context) => links.DeleteAsync(request, context);

    public override Task<Link> UndeleteLink(UndeleteRequest request, ServerCallContext context) => links.UndeleteAsync(request, context);
}
