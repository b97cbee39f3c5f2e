using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Bids;

/// <summary>The calls of BidService; what they mean stands in the proto.</summary>
public sealed class BidRpc(Resource<Bid> bids) : BidService.BidServiceBase
{
    public override Task<Bid> GetBid(GetRequest request, ServerCallContext context) => bids.GetAsync(request, context);

    public override Task<ListBidsResponse> ListBids(ListRequest request, ServerCallContext context) => bids.ListAsync<ListBidsResponse>(request, context);

    public override Task<BatchGetBidsResponse> BatchGetBids(BatchGetRequest request, ServerCallContext context) => bids.BatchGetAsync<BatchGetBidsResponse>(request, context);

    public override Task<Bid> CreateBid(CreateBidRequest request, ServerCallContext context) => bids.CreateAsync(request, context);

    public override Task<Bid> UpdateBid(UpdateBidRequest request, ServerCallContext context) => bids.UpdateAsync(request, context);

    public override Task<Bid> DeleteBid(DeleteRequest request, ServerCallContext context) => bids.DeleteAsync(request, context);

    public override Task<Bid> UndeleteBid(UndeleteRequest request, ServerCallContext context) => bids.UndeleteAsync(request, context);

    public override Task<Bid> SubmitBid(TransitionRequest request, ServerCallContext context) => bids.TransitionAsync(request, BidState.Submitted, context);

    public override Task<Bid> WinBid(TransitionRequest request, ServerCallContext context) => bids.TransitionAsync(request, BidState.Won, context);

    public override Task<Bid> LoseBid(TransitionRequest request, ServerCallContext context) => bids.TransitionAsync(request, BidState.Lost, context);

    public override Task<Bid> WithdrawBid(TransitionRequest request, ServerCallContext context) => bids.TransitionAsync(request, BidState.Withdrawn, context);
}
