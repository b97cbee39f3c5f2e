using EGovPlatform.Training.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService.Sessions;

/// <summary>What lists of sessions filter and sort by, and what one must be.</summary>
public static class SessionTable
{
    public static readonly ResourceType<Session> Type = new ResourceType<Session>("sessions")
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
        .Rule(c => c.RequireParties("parties", c.Resource.Parties));
}
