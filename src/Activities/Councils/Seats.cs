using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Proposals;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.Councils;

/// <summary>Who sits on the council of a round, and what is before it.</summary>
public sealed class Seats(Resource<Round> rounds, Resource<Council> councils, Resource<Proposal> proposals)
{
    private const int PageSize = 1000;

    /// <summary>The round with its council.</summary>
    public async Task<(Round Round, Council Council)> CouncilOfAsync(string round, ServerCallContext call)
    {
        var found = await rounds.GetAsync(new GetRequest { Name = round }, call);
        return found.Council.Length > 0
            ? (found, await councils.GetAsync(new GetRequest { Name = found.Council }, call))
            : throw Errors.InvalidField("parent", "NO_COUNCIL", $"{round} has no council.");
    }

    /// <summary>The member the caller is.</summary>
    public static CouncilMember Own(Council council, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(council);
        return council.Members.FirstOrDefault(m => m.Key.Length > 0 && m.Account == call.Caller().Subject)
            ?? throw Errors.InvalidField("parent", "NOT_A_MEMBER", $"The caller has no seat on {council.Name}.");
    }

    /// <summary>The member named, whom only the office may name for another, or the caller when none is.</summary>
    public static CouncilMember MemberFor(Council council, string key, ServerCallContext call)
    {
        ArgumentNullException.ThrowIfNull(council);
        if (key.Length == 0)
        {
            return Own(council, call);
        }

        var member = council.Members.FirstOrDefault(m => m.Key == key) ?? throw Errors.InvalidField("member", "UNKNOWN_KEY", $"'{key}' is not the key of a member of {council.Name}.");
        var office = call.Caller().Has(Role.Editor) || call.Caller().Has(Role.Approver);
        return office || member.Account == call.Caller().Subject ? member : throw Errors.OutOfScope(council.Name);
    }

    /// <summary>A proposal, of the round when one is given.</summary>
    public async Task<Proposal> ProposalAsync(string name, ServerCallContext call, string round = "")
    {
        var proposal = await proposals.GetAsync(new GetRequest { Name = name }, call);
        return round.Length == 0 || ProposalTable.Type.Pattern.ParentOf(proposal.Name) == round
            ? proposal
            : throw Errors.InvalidField("proposal", "OTHER_ROUND", "The proposal belongs to another round.");
    }

    /// <summary>The proposals of a round that are under review.</summary>
    public async Task<IReadOnlyList<Proposal>> UnderReviewAsync(string round, ServerCallContext call)
    {
        var request = new ListRequest { Parent = round, Filter = "state = UNDER_REVIEW", PageSize = PageSize };
        return (await proposals.ListAsync<ListProposalsResponse>(request, call)).Proposals;
    }
}
