using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.CouncilMeetings;

/// <summary>What lists of meetings filter and sort by, and the way of a meeting.</summary>
public static class CouncilMeetingTable
{
    public static readonly ResourceType<CouncilMeeting> Type = new ResourceType<CouncilMeeting>("council_meetings")
        .Act("voted")
        .StateMachine<CouncilMeetingState>(s => s
            .Start(CouncilMeetingState.Planned)
            .Move(CouncilMeetingState.Opened, "opened", CouncilMeetingState.Planned, CouncilMeetingState.Postponed)
            .Move(CouncilMeetingState.Closed, "closed", CouncilMeetingState.Opened)
            .Move(CouncilMeetingState.Postponed, "postponed", CouncilMeetingState.Planned)
            .Move(CouncilMeetingState.Cancelled, "cancelled", CouncilMeetingState.Planned, CouncilMeetingState.Postponed))
        .Valid(m => m.Date)
        .Search(m => [m.Minutes, .. m.Motions.Select(x => x.Text)])
        .Text("round", m => m.Round)
        .Enum("quorum")
        .Rule(Check)
        .Guard(MeetingGuard.CheckAsync);

    private static void Check(RuleContext<CouncilMeeting> context)
    {
        var meeting = context.Resource;
        context.RequireKeys("motions", meeting.Motions.Select(m => m.Key));
        context.RequireKeys("present", meeting.Present);
        if (meeting.State is CouncilMeetingState.Postponed or CouncilMeetingState.Cancelled)
        {
            context.RequireDecision(meeting.Record, Type.States!.NameOf((int)meeting.State));
        }
    }
}
