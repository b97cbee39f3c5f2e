using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using Grpc.Core;

namespace EGovPlatform.ActivitiesService.CouncilMeetings;

/// <summary>The calls of CouncilMeetingService; what they mean stands in the proto.</summary>
public sealed class CouncilMeetingRpc(Resource<CouncilMeeting> meetings, VotingDesk desk) : CouncilMeetingService.CouncilMeetingServiceBase
{
    public override Task<CouncilMeeting> GetCouncilMeeting(GetRequest request, ServerCallContext context) => meetings.GetAsync(request, context);

    public override Task<ListCouncilMeetingsResponse> ListCouncilMeetings(ListRequest request, ServerCallContext context) => meetings.ListAsync<ListCouncilMeetingsResponse>(request, context);

    public override Task<BatchGetCouncilMeetingsResponse> BatchGetCouncilMeetings(BatchGetRequest request, ServerCallContext context) => meetings.BatchGetAsync<BatchGetCouncilMeetingsResponse>(request, context);

    public override Task<CouncilMeeting> CreateCouncilMeeting(CreateCouncilMeetingRequest request, ServerCallContext context)
    {
        DropVotes(request.CouncilMeeting);
        return meetings.CreateAsync(request, context);
    }

    public override Task<CouncilMeeting> UpdateCouncilMeeting(UpdateCouncilMeetingRequest request, ServerCallContext context)
    {
        DropVotes(request.CouncilMeeting);
        return meetings.UpdateAsync(request, context);
    }

    public override Task<CouncilMeeting> DeleteCouncilMeeting(DeleteRequest request, ServerCallContext context) => meetings.DeleteAsync(request, context);

    public override Task<CouncilMeeting> UndeleteCouncilMeeting(UndeleteRequest request, ServerCallContext context) => meetings.UndeleteAsync(request, context);

    public override Task<CouncilMeeting> OpenCouncilMeeting(TransitionRequest request, ServerCallContext context) => meetings.TransitionAsync(request, CouncilMeetingState.Opened, context);

    public override Task<CouncilMeeting> VoteCouncilMeeting(VoteCouncilMeetingRequest request, ServerCallContext context) => desk.VoteAsync(request, context);

    public override Task<CouncilMeeting> CloseCouncilMeeting(TransitionRequest request, ServerCallContext context) => meetings.TransitionAsync(request, CouncilMeetingState.Closed, context);

    public override Task<CouncilMeeting> PostponeCouncilMeeting(TransitionRequest request, ServerCallContext context) => meetings.TransitionAsync(request, CouncilMeetingState.Postponed, context);

    public override Task<CouncilMeeting> CancelCouncilMeeting(TransitionRequest request, ServerCallContext context) => meetings.TransitionAsync(request, CouncilMeetingState.Cancelled, context);

    // Votes come by the vote method alone; the guard keeps those there are.
    private static void DropVotes(CouncilMeeting? meeting)
    {
        foreach (var motion in meeting?.Motions ?? [])
        {
            motion.Votes.Clear();
        }
    }
}
