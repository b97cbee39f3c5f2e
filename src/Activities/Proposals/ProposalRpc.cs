using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Proposals;

/// <summary>The calls of ProposalService; what they mean stands in the proto.</summary>
public sealed class ProposalRpc(Resource<Proposal> proposals) : ProposalService.ProposalServiceBase
{
    public override Task<Proposal> GetProposal(GetRequest request, ServerCallContext context) => proposals.GetAsync(request, context);

    public override Task<ListProposalsResponse> ListProposals(ListRequest request, ServerCallContext context) => proposals.ListAsync<ListProposalsResponse>(request, context);

    public override Task<BatchGetProposalsResponse> BatchGetProposals(BatchGetRequest request, ServerCallContext context) => proposals.BatchGetAsync<BatchGetProposalsResponse>(request, context);

    public override Task<Proposal> CreateProposal(CreateProposalRequest request, ServerCallContext context) => proposals.CreateAsync(request, context);

    public override Task<Proposal> UpdateProposal(UpdateProposalRequest request, ServerCallContext context) => proposals.UpdateAsync(request, context);

    public override Task<Proposal> DeleteProposal(DeleteRequest request, ServerCallContext context) => proposals.DeleteAsync(request, context);

    public override Task<Proposal> UndeleteProposal(UndeleteRequest request, ServerCallContext context) => proposals.UndeleteAsync(request, context);

    public override Task<Proposal> SubmitProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.Submitted, context);

    public override Task<Proposal> ScreenInProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.ScreenedIn, context);

    public override Task<Proposal> ScreenOutProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.ScreenedOut, context);

    public override Task<Proposal> ReviewProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.UnderReview, context);

    public override Task<Proposal> SelectProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.Selected, context);

    public override Task<Proposal> ReserveProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.Reserve, context);

    public override Task<Proposal> RejectProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.NotSelected, context);

    public override Task<Proposal> WithdrawProposal(TransitionRequest request, ServerCallContext context) => proposals.TransitionAsync(request, ProposalState.Withdrawn, context);
}
