using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Conflicts;
using EGovPlatform.ActivitiesService.Councils;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.CouncilMeetings;

/// <summary>Takes votes: one for each member who is there, none in conflict.</summary>
public sealed class VotingDesk(Resource<CouncilMeeting> meetings, Resource<Council> councils, ConflictDesk conflicts)
{
    public async Task<CouncilMeeting> VoteAsync(VoteCouncilMeetingRequest request, ServerCallContext call)
    {
        if (request.Choice == VoteChoice.Unspecified)
        {
            throw Errors.InvalidField("choice", "REQUIRED", "A vote is YES, NO or ABSTAIN.");
        }

        var read = await meetings.GetAsync(new GetRequest { Name = request.Name }, call);
        var council = await councils.GetAsync(new GetRequest { Name = CouncilMeetingTable.Type.Pattern.ParentOf(read.Name) }, call);
        var member = Seats.MemberFor(council, request.Member, call);
        if (Find(read, request.Motion) is { Proposal.Length: > 0 } about && read.Round.Length > 0)
        {
            await conflicts.RefuseAsync(read.Round, council, member, about.Proposal, call);
        }

        var act = new Act(request, call, request.Name, "", request.RequestId, request.ValidateOnly, "");
        return await meetings.ActAsync(act, async (meeting, neighbors) =>
        {
            var motion = Find(meeting, request.Motion);
            if (meeting.State != CouncilMeetingState.Opened || !meeting.Present.Contains(member.Key))
            {
                throw Errors.InvalidField("member", "NOT_VOTING", $"Members vote in an opened meeting they are at; '{member.Key}' is not.");
            }

            if (meeting.Round.Length > 0 && await neighbors.FindAsync(ConflictTable.Type, ConflictTable.NameOf(meeting.Round, member.Key, motion.Proposal)) is { State: ConflictState.Standing } conflict)
            {
                throw Errors.ConflictOfInterest(motion.Proposal, conflict.Name, conflict.Ground);
            }

            var vote = motion.Votes.FirstOrDefault(v => v.Member == member.Key);
            if (vote is null)
            {
                motion.Votes.Add(vote = new CouncilVote { Member = member.Key });
            }

            vote.Choice = request.Choice;
            return "voted";
        });
    }

    private static Motion Find(CouncilMeeting meeting, string key) =>
        meeting.Motions.FirstOrDefault(m => m.Key == key) ?? throw Errors.InvalidField("motion", "UNKNOWN_KEY", $"'{key}' is not the key of a motion of {meeting.Name}.");
}
