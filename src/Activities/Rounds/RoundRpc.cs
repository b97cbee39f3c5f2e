using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Rounds;

/// <summary>The calls of RoundService; what they mean stands in the proto.</summary>
public sealed class RoundRpc(Resource<Round> rounds) : RoundService.RoundServiceBase
{
    public override Task<Round> GetRound(GetRequest request, ServerCallContext context) => rounds.GetAsync(request, context);

    public override Task<ListRoundsResponse> ListRounds(ListRequest request, ServerCallContext context) => rounds.ListAsync<ListRoundsResponse>(request, context);

    public override Task<BatchGetRoundsResponse> BatchGetRounds(BatchGetRequest request, ServerCallContext context) => rounds.BatchGetAsync<BatchGetRoundsResponse>(request, context);

    public override Task<Round> CreateRound(CreateRoundRequest request, ServerCallContext context) => rounds.CreateAsync(request, context);

    public override Task<Round> UpdateRound(UpdateRoundRequest request, ServerCallContext context) => rounds.UpdateAsync(request, context);

    public override Task<Round> DeleteRound(DeleteRequest request, ServerCallContext context) => rounds.DeleteAsync(request, context);

    public override Task<Round> UndeleteRound(UndeleteRequest request, ServerCallContext context) => rounds.UndeleteAsync(request, context);

    public override Task<Round> SurveyRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Surveying, context);

    public override Task<Round> DeliberateRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Deliberating, context);

    public override Task<Round> SelectRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Selected, context);

    public override Task<Round> StartRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Running, context);

    public override Task<Round> CloseRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Closed, context);

    public override Task<Round> PostponeRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Postponed, context);

    public override Task<Round> CancelRound(TransitionRequest request, ServerCallContext context) => rounds.TransitionAsync(request, RoundState.Cancelled, context);
}
