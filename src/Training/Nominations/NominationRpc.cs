using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Personal;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>The calls of NominationService; what they mean stands in the proto.</summary>
public sealed class NominationRpc(Resource<Nomination> nominations, NominationMoves moves) : NominationService.NominationServiceBase
{
    public override async Task<Nomination> GetNomination(GetRequest request, ServerCallContext context) => PersonalMask.Apply(await nominations.GetAsync(request, context), context);

    public override async Task<ListNominationsResponse> ListNominations(ListRequest request, ServerCallContext context)
    {
        var page = await nominations.ListAsync<ListNominationsResponse>(request, context);
        PersonalMask.Apply(page.Nominations, context);
        return page;
    }

    public override async Task<BatchGetNominationsResponse> BatchGetNominations(BatchGetRequest request, ServerCallContext context)
    {
        var found = await nominations.BatchGetAsync<BatchGetNominationsResponse>(request, context);
        PersonalMask.Apply(found.Nominations, context);
        return found;
    }

    public override async Task<Nomination> CreateNomination(CreateNominationRequest request, ServerCallContext context) => PersonalMask.Apply(await nominations.CreateAsync(request, context), context);

    public override async Task<Nomination> UpdateNomination(UpdateNominationRequest request, ServerCallContext context) => PersonalMask.Apply(await nominations.UpdateAsync(request, context), context);

    public override async Task<Nomination> DeleteNomination(DeleteRequest request, ServerCallContext context) => PersonalMask.Apply(await nominations.DeleteAsync(request, context), context);

    public override async Task<Nomination> UndeleteNomination(UndeleteRequest request, ServerCallContext context) => PersonalMask.Apply(await nominations.UndeleteAsync(request, context), context);

    public override async Task<Nomination> SubmitNomination(TransitionRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.SubmitAsync(request, context), context);

    public override async Task<Nomination> EndorseNomination(EndorseNominationRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.EndorseAsync(request, context), context);

    public override async Task<Nomination> ScreenNomination(TransitionRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.ScreenAsync(request, context), context);

    public override async Task<Nomination> AcceptNomination(TransitionRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.AcceptAsync(request, context), context);

    public override Task<Nomination> RejectNomination(TransitionRequest request, ServerCallContext context) => MoveAsync(request, NominationState.Rejected, context);

    public override Task<Nomination> InviteNomination(TransitionRequest request, ServerCallContext context) => MoveAsync(request, NominationState.Invited, context);

    public override Task<Nomination> ArriveNomination(TransitionRequest request, ServerCallContext context) => MoveAsync(request, NominationState.Arrived, context);

    public override Task<Nomination> CompleteNomination(TransitionRequest request, ServerCallContext context) => MoveAsync(request, NominationState.Completed, context);

    public override async Task<Nomination> MarkAbsentNomination(TransitionRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.LeaveAsync(request, NominationState.NoShow, context), context);

    public override async Task<Nomination> WithdrawNomination(TransitionRequest request, ServerCallContext context) => PersonalMask.Apply(await moves.LeaveAsync(request, NominationState.Withdrawn, context), context);

    public override async Task<PromoteNominationsResponse> PromoteNominations(PromoteNominationsRequest request, ServerCallContext context)
    {
        var promoted = await moves.PromoteAsync(request, context);
        PersonalMask.Apply(promoted, context);
        return new PromoteNominationsResponse { Nominations = { promoted } };
    }

    private async Task<Nomination> MoveAsync(TransitionRequest request, NominationState to, ServerCallContext context) => PersonalMask.Apply(await nominations.TransitionAsync(request, to, context), context);
}
