using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Radar;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Engagements;

/// <summary>What lists of engagements filter and sort by, and what one must be.</summary>
public static class EngagementTable
{
    public static readonly ResourceType<Engagement> Type = new ResourceType<Engagement>("engagements", indexVersion: 4)
        .StateMachine<EngagementState>(s => s
            .Start(EngagementState.Planned)
            .Move(EngagementState.Confirmed, "confirmed", EngagementState.Planned, EngagementState.Postponed)
            .Move(EngagementState.Held, "held", EngagementState.Planned, EngagementState.Confirmed)
            .Move(EngagementState.Reported, "reported", EngagementState.Held)
            .Move(EngagementState.Postponed, "postponed", EngagementState.Planned, EngagementState.Confirmed)
            .Move(EngagementState.Cancelled, "cancelled", EngagementState.Planned, EngagementState.Confirmed, EngagementState.Postponed))
        .Countries(e => [e.Country])
        .Valid(e => e.Date)
        .Search(e => [.. e.Titles.Select(t => t.Text), .. e.Topics, .. e.Agenda.Select(a => a.Title), .. e.PolicySubjects.Select(p => p.Subject)])
        .OpenKind()
        .Enum("mode")
        .Text("delegation", e => e.Delegation)
        .Text("program", e => e.Program)
        .Text("place", e => e.Place)
        .Text("parent_engagement", e => e.ParentEngagement)
        .Texts("parties", e => e.Parties.Append(e.Venue).Where(p => p is { Resource.Length: > 0 }).Select(p => p.Resource))
        .Texts("people", e => e.Attendees.Select(a => a.Person).Where(p => p.Length > 0))
        .Window(e => Footprint.WindowOf(e.Date, e.Planned))
        .Texts("introductions", e => e.Introductions)
        .Texts("topics", e => e.Topics)
        .Rule(Check)
        .Guard(DuplicationRadar.CheckAsync);

    private static void Check(RuleContext<Engagement> context)
    {
        var engagement = context.Resource;
        if (engagement.Titles.Count == 0 && engagement.Kind == EngagementKind.Unspecified)
        {
            context.Refuse("titles", "REQUIRED", "An engagement has a title or at least a kind.");
        }

        context.RequireParties("parties", engagement.Parties);
        context.RequireKeys("agenda", engagement.Agenda.Select(a => a.Key));
        context.RequireKeys("policy_subjects", engagement.PolicySubjects.Select(p => p.Key));
        foreach (var (i, subject) in engagement.PolicySubjects.Index())
        {
            context.Require(string.Create(CultureInfo.InvariantCulture, $"policy_subjects[{i}].subject"), subject.Subject);
        }

        context.RequireKeys("decisions", engagement.Decisions.Select(d => d.Key));
        foreach (var (i, decision) in engagement.Decisions.Index())
        {
            var path = string.Create(CultureInfo.InvariantCulture, $"decisions[{i}]");
            context.Require(path + ".text", decision.Text);
            if (decision.AgendaItem.Length > 0 && engagement.Agenda.All(a => a.Key != decision.AgendaItem))
            {
                context.Refuse(path + ".agenda_item", "UNKNOWN_KEY", $"'{decision.AgendaItem}' is not the key of an agenda item.");
            }
        }

        context.RefuseSelf("parent_engagement", engagement.Name, engagement.ParentEngagement);
        if (engagement.Leg.Length > 0 && engagement.Delegation.Length == 0)
        {
            context.Refuse("leg", "DELEGATION_MISSING", "A leg is named by its key within the delegation; delegation is empty.");
        }

        foreach (var (i, item) in engagement.Agenda.Index())
        {
            context.RequireParties(string.Create(CultureInfo.InvariantCulture, $"agenda[{i}].presenters"), item.Presenters);
        }

        if (engagement.State is EngagementState.Held or EngagementState.Reported && engagement.Date is not { Edtf.Length: > 0 })
        {
            context.RefuseLive("date", "REQUIRED", "What was held has a date.");
        }

        if (engagement.State is EngagementState.Postponed or EngagementState.Cancelled)
        {
            context.RequireDecision(engagement.Record, Type.States!.NameOf((int)engagement.State));
        }
    }
}
