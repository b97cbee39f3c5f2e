using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Decisions;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Selection;

/// <summary>Promotes from the reserve list, in its order, while the round is held: of many at once each sees what the others took.</summary>
public sealed class ReserveList(Resource<Round> rounds, Resource<Decision> decisions, Resource<Proposal> proposals)
{
    public async Task<Decision> PromoteAsync(PromoteReserveRequest request, ServerCallContext call)
    {
        if (request.Reason.Length == 0)
        {
            throw Errors.InvalidField("reason", "REQUIRED", "Say why the first of the reserve list is selected.");
        }

        var act = new Act(request, call, request.Name, "", request.RequestId, request.ValidateOnly, request.Reason);
        Decision? promoted = null;
        await rounds.ActAsync(act, async (round, neighbors, joint) =>
        {
            if (round.State is not (RoundState.Deliberating or RoundState.Selected or RoundState.Running))
            {
                throw Errors.InvalidField("name", "NOT_RUNNING", $"{round.Name} selects no more.");
            }

            if (request.InPlaceOf.Length > 0)
            {
                await ReleaseAsync(request, round, neighbors, joint);
            }

            var first = (await neighbors.ListAsync(DecisionTable.Type, "parent", round.Name)).Where(d => d.Outcome == DecisionOutcome.Reserve)
                .OrderBy(d => d.Rank).ThenBy(d => d.Name, StringComparer.Ordinal).FirstOrDefault()
                ?? throw Errors.InvalidField("name", "NO_RESERVE", $"Nothing is left on the reserve list of {round.Name}.");
            promoted = await joint.ChangeAsync(decisions, first.Name, d =>
            {
                (d.Outcome, d.Granted, d.Reason) = (DecisionOutcome.Selected, request.Granted, request.Reason);
                return "promoted";
            });
            var transition = new TransitionRequest { DecidedBy = request.DecidedBy, Reason = request.Reason };
            await joint.ChangeAsync(proposals, first.Proposal, p => proposals.Move(p, ProposalState.Selected, transition));
            return null;
        });

        // Of a repeated request the round is the answer kept; what was promoted is the decision that has its reason.
        return promoted ?? await PromotedAsync(request, call);
    }

    private async Task ReleaseAsync(PromoteReserveRequest request, Round round, Neighbors neighbors, Joint joint)
    {
        var fallen = await neighbors.FindAsync(DecisionTable.Type, request.InPlaceOf);
        if (fallen is not { Outcome: DecisionOutcome.Selected } || DecisionTable.Type.Pattern.ParentOf(fallen.Name) != round.Name)
        {
            throw Errors.InvalidField("in_place_of", "NOT_SELECTED", "The one that fell out is a selected decision of the round.");
        }

        await joint.ChangeAsync(decisions, fallen.Name, d =>
        {
            (d.Outcome, d.Reason) = (DecisionOutcome.Released, request.Reason);
            return "released";
        });
    }

    private async Task<Decision> PromotedAsync(PromoteReserveRequest request, ServerCallContext call)
    {
        var list = new ListRequest { Parent = request.Name, Filter = "outcome = SELECTED", OrderBy = "update_time desc", PageSize = 1000 };
        return (await decisions.ListAsync<ListDecisionsResponse>(list, call)).Decisions.First(d => d.Reason == request.Reason);
    }
}
