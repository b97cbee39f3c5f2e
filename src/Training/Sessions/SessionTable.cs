using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Sessions;

/// <summary>What lists of sessions filter and sort by, and what one must be.</summary>
public static class SessionTable
{
    public static readonly ResourceType<Session> Type = new ResourceType<Session>("sessions", indexVersion: 2)
        .Act("checked_in")
        .HoldParent(CourseEditionTable.Type)
        .StateMachine<SessionState>(s => s
            .Start(SessionState.Planned)
            .Move(SessionState.Held, "held", SessionState.Planned, SessionState.Postponed)
            .Move(SessionState.Postponed, "postponed", SessionState.Planned)
            .Move(SessionState.Cancelled, "cancelled", SessionState.Planned, SessionState.Postponed))
        .Valid(s => s.Date)
        .Search(s => [s.Title, .. s.Topics])
        .OpenKind()
        .Text("place", s => s.Place)
        .Texts("parties", s => s.Parties.Select(p => p.Resource).Where(r => r.Length > 0))
        .Texts("topics", s => s.Topics)
        .Texts("clash_keys", SessionClashes.Keys)
        .Rule(Check)
        .Guard(SessionClashes.CheckAsync);

    private static void Check(RuleContext<Session> context)
    {
        var session = context.Resource;
        context.RequireParties("parties", session.Parties);
        var edition = Type.Pattern.ParentOf(session.Name) + "/";
        for (var i = 0; i < session.Participants.Count; i++)
        {
            if (!session.Participants[i].StartsWith(edition, StringComparison.Ordinal))
            {
                context.Refuse(FieldAt.Of("participants", i), "OTHER_EDITION", "The participant belongs to another edition.");
            }
        }

        if (session.CheckIns.DistinctBy(c => c.Participant).Count() < session.CheckIns.Count)
        {
            context.Refuse("check_ins", "DUPLICATE", "A participant stands once.");
        }

        var present = session.CheckIns.Count(c => c.Status == AttendanceStatus.Present);
        foreach (var stated in session.Attendance.Where(a => a.Basis == CountBasis.Attended && session.CheckIns.Count > 0))
        {
            var (lower, upper) = CountRules.Bounds(stated);
            if (present < lower || present > upper)
            {
                context.Warn("attendance", "STATED_DIFFERS_FROM_COUNTED", $"{CountRules.Text(stated)} stated, {present.ToString(System.Globalization.CultureInfo.InvariantCulture)} checked in.");
            }
        }
    }
}
