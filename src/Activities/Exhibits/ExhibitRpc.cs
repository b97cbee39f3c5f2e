using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Exhibits;

/// <summary>The calls of ExhibitService; what they mean stands in the proto.</summary>
public sealed class ExhibitRpc(Resource<Exhibit> exhibits) : ExhibitService.ExhibitServiceBase
{
    public override Task<Exhibit> GetExhibit(GetRequest request, ServerCallContext context) => exhibits.GetAsync(request, context);

    public override Task<ListExhibitsResponse> ListExhibits(ListRequest request, ServerCallContext context) => exhibits.ListAsync<ListExhibitsResponse>(request, context);

    public override Task<BatchGetExhibitsResponse> BatchGetExhibits(BatchGetRequest request, ServerCallContext context) => exhibits.BatchGetAsync<BatchGetExhibitsResponse>(request, context);

    public override Task<Exhibit> CreateExhibit(CreateExhibitRequest request, ServerCallContext context) => exhibits.CreateAsync(request, context);

    public override Task<Exhibit> UpdateExhibit(UpdateExhibitRequest request, ServerCallContext context) => exhibits.UpdateAsync(request, context);

    public override Task<Exhibit> DeleteExhibit(DeleteRequest request, ServerCallContext context) => exhibits.DeleteAsync(request, context);

    public override Task<Exhibit> UndeleteExhibit(UndeleteRequest request, ServerCallContext context) => exhibits.UndeleteAsync(request, context);
}
