using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.PartnerRequests;

/// <summary>The calls of PartnerRequestService; what they mean stands in the proto.</summary>
public sealed class PartnerRequestRpc(Resource<PartnerRequest> partnerRequests) : PartnerRequestService.PartnerRequestServiceBase
{
    public override Task<PartnerRequest> GetPartnerRequest(GetRequest request, ServerCallContext context) => partnerRequests.GetAsync(request, context);

    public override Task<ListPartnerRequestsResponse> ListPartnerRequests(ListRequest request, ServerCallContext context) => partnerRequests.ListAsync<ListPartnerRequestsResponse>(request, context);

    public override Task<BatchGetPartnerRequestsResponse> BatchGetPartnerRequests(BatchGetRequest request, ServerCallContext context) => partnerRequests.BatchGetAsync<BatchGetPartnerRequestsResponse>(request, context);

    public override Task<PartnerRequest> CreatePartnerRequest(CreatePartnerRequestRequest request, ServerCallContext context) => partnerRequests.CreateAsync(request, context);

    public override Task<PartnerRequest> UpdatePartnerRequest(UpdatePartnerRequestRequest request, ServerCallContext context) => partnerRequests.UpdateAsync(request, context);

    public override Task<PartnerRequest> DeletePartnerRequest(DeleteRequest request, ServerCallContext context) => partnerRequests.DeleteAsync(request, context);

    public override Task<PartnerRequest> UndeletePartnerRequest(UndeleteRequest request, ServerCallContext context) => partnerRequests.UndeleteAsync(request, context);
}
