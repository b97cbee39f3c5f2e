using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Conflicts;

/// <summary>Declares and computes conflicts, and keeps members in conflict from judging.</summary>
public sealed class ConflictDesk(Resource<Conflict> conflicts, Seats seats, ServiceChannels channels, ServiceToken token, TimeProvider time)
{
    /// <summary>
    /// Refuses with CONFLICT_OF_INTEREST while a conflict stands; one that is found only now is recorded first, so that the
    /// recusal stays although the call fails.
    /// </summary>
    public async Task RefuseAsync(string round, Council council, CouncilMember member, string proposalName, ServerCallContext call)
    {
        var name = ConflictTable.NameOf(round, member.Key, proposalName);
        var known = await FindAsync(name, call);
        if (known is null)
        {
            var proposal = await seats.ProposalAsync(proposalName, call);
            known = await RecordAsync(NewAffiliations(), round, council, member, proposal, call);
        }

        if (known is { State: ConflictState.Standing })
        {
            throw Errors.ConflictOfInterest(proposalName, known.Name, known.Ground);
        }
    }

    /// <summary>Declares a conflict of the caller, or by the office of anyone.</summary>
    public async Task<Conflict> DeclareAsync(DeclareConflictRequest request, ServerCallContext call)
    {
        var (round, council) = await seats.CouncilOfAsync(request.Parent, call);
        var member = Seats.MemberFor(council, request.Member, call);
        var proposal = await seats.ProposalAsync(request.Proposal, call, round.Name);
        var act = new Act(request, call, ConflictTable.NameOf(round.Name, member.Key, proposal.Name), "", request.RequestId, request.ValidateOnly, request.Ground);
        var known = await FindAsync(act.Name, call);
        return known is { State: ConflictState.Lifted }
            ? await conflicts.ActAsync(act, (conflict, _) =>
            {
                (conflict.Kind, conflict.Ground) = (ConflictKind.Declared, request.Ground);
                return Task.FromResult<string?>(conflicts.Move(conflict, ConflictState.Standing, new TransitionRequest()));
            })
            : await conflicts.MakeAsync(act, (current, _) => Task.FromResult(current ?? Of(council, member, proposal, ConflictKind.Declared, request.Ground, [])));
    }

    /// <summary>Compares all members with all proposals under review.</summary>
    public async Task<ComputeConflictsResponse> ComputeAsync(ComputeConflictsRequest request, ServerCallContext call)
    {
        var (round, council) = await seats.CouncilOfAsync(request.Parent, call);
        var affiliations = NewAffiliations();
        var response = new ComputeConflictsResponse();
        foreach (var proposal in await seats.UnderReviewAsync(round.Name, call))
        {
            foreach (var member in council.Members.Where(m => m.Key.Length > 0))
            {
                var known = await FindAsync(ConflictTable.NameOf(round.Name, member.Key, proposal.Name), call)
                    ?? await RecordAsync(affiliations, round.Name, council, member, proposal, call);
                if (known is { Kind: ConflictKind.Computed })
                {
                    response.Conflicts.Add(known);
                }
            }
        }

        return response;
    }

    // Answers live as long as one question: the next sees posts entered since.
    private Affiliations NewAffiliations() => new(channels, token, time);

    private async Task<Conflict?> RecordAsync(Affiliations affiliations, string round, Council council, CouncilMember member, Proposal proposal, ServerCallContext call)
    {
        var basis = await ConflictFinder.FindAsync(affiliations, member, proposal, call.CancellationToken);
        if (basis.Count == 0)
        {
            return null;
        }

        var found = Of(council, member, proposal, ConflictKind.Computed, ConflictFinder.Ground(basis), basis);
        var act = new Act(found, call, ConflictTable.NameOf(round, member.Key, proposal.Name), "", "", false, "Found in posts and organizations.");
        return await conflicts.MakeAsync(act, (current, _) => Task.FromResult(current ?? found));
    }

    private async Task<Conflict?> FindAsync(string name, ServerCallContext call)
    {
        try
        {
            return await conflicts.GetAsync(new GetRequest { Name = name }, call) is { DeleteTime: null } known ? known : null;
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            return null;
        }
    }

    private static Conflict Of(Council council, CouncilMember member, Proposal proposal, ConflictKind kind, string ground, IReadOnlyList<ConflictBasis> basis) =>
        new() { Council = council.Name, Member = member.Key, Proposal = proposal.Name, Kind = kind, Ground = ground, Basis = { basis } };
}
