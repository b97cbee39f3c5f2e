using EGovPlatform.Resources;
using EGovPlatform.Training.V1;

namespace EGovPlatform.TrainingService.Matchings;

/// <summary>What lists of matchings filter and sort by, and what one must be.</summary>
public static class MatchingTable
{
    public static readonly ResourceType<Matching> Type = new ResourceType<Matching>("matchings")
        .StateMachine<MatchingState>(s => s
            .Start(MatchingState.Draft)
            .Move(MatchingState.Planned, "planned", MatchingState.Draft, MatchingState.Planned)
            .Move(MatchingState.Held, "held", MatchingState.Planned)
            .Move(MatchingState.Cancelled, "cancelled", MatchingState.Draft, MatchingState.Planned))
        .Text("edition", m => m.Edition)
        .Texts("parties", m => m.Officials.Concat(m.Companies).Select(p => p.Resource).Where(r => r.Length > 0))
        .Rule(Check)
        .Guard(MatchingGuard.CheckConsentAsync);

    private static void Check(RuleContext<Matching> context)
    {
        var matching = context.Resource;
        context.RequireKeys("slots", matching.Slots.Select(s => s.Key));
        CheckSide(context, "officials", matching.Officials, matching.Companies);
        CheckSide(context, "companies", matching.Companies, matching.Officials);
        CheckMeetings(context);
        for (var i = 0; i < matching.Officials.Count && !context.Historical; i++)
        {
            if (matching.Officials[i].AsPrinted.Length > 0)
            {
                context.Warn(FieldAt.Of("officials", i, "as_printed"), "NAMED_IN_PLAIN", "A private person is named by the record of a participant; words here are read by all and outlast an erase.");
            }
        }

        for (var i = 0; i < matching.Outcomes.Count; i++)
        {
            var outcome = matching.Outcomes[i];
            if (!matching.Meetings.Any(m => m.Official == outcome.Official && m.Company == outcome.Company))
            {
                context.RefuseLive(FieldAt.Of("outcomes", i), "NO_MEETING", "An outcome is that of a meeting in the schedule.");
            }

            if (outcome.Lead.Length > 0 && outcome.Result is not (MeetingResult.Lead or MeetingResult.Unspecified or MeetingResult.Unknown))
            {
                context.Warn(FieldAt.Of("outcomes", i, "result"), "LEAD_WITHOUT_RESULT", "A lead is named and the result is another.");
            }
        }
    }

    private static void CheckSide(RuleContext<Matching> context, string field, IReadOnlyList<MatchingParty> side, IReadOnlyList<MatchingParty> others)
    {
        context.RequireKeys(field, side.Select(p => p.Key));
        var (keys, slots) = (others.Select(o => o.Key).ToHashSet(StringComparer.Ordinal), context.Resource.Slots.Select(s => s.Key).ToHashSet(StringComparer.Ordinal));
        for (var i = 0; i < side.Count; i++)
        {
            var party = side[i];
            context.RequireOne(FieldAt.Of(field, i), party.Resource, party.AsPrinted);
            if (party.Wishes.Select(w => w.Key).Concat(party.Refuses).FirstOrDefault(k => !keys.Contains(k)) is { } unknown)
            {
                context.Refuse(FieldAt.Of(field, i), "UNKNOWN_KEY", $"'{unknown}' is not a key of the other side.");
            }

            if (party.BusySlots.FirstOrDefault(s => !slots.Contains(s)) is { } slot)
            {
                context.Refuse(FieldAt.Of(field, i, "busy_slots"), "UNKNOWN_KEY", $"'{slot}' is not the key of a slot.");
            }

            if (party.Wishes.Any(w => w.Score is < 1 or > 10) || party.Wishes.DistinctBy(w => w.Key).Count() < party.Wishes.Count)
            {
                context.Refuse(FieldAt.Of(field, i, "wishes"), "SCORE", "A wish scores 1 to 10, and each party is wished for once.");
            }

            if (party is { HasMost: true, Most: < 0 })
            {
                context.Refuse(FieldAt.Of(field, i, "most"), "NOT_NEGATIVE", "The most meetings are 0 or more.");
            }
        }
    }

    // Whatever made the schedule, nobody is in two places and no pair meets twice.
    private static void CheckMeetings(RuleContext<Matching> context)
    {
        var matching = context.Resource;
        var (officials, companies, pairs) = (new HashSet<(string, string)>(), new HashSet<(string, string)>(), new HashSet<(string, string)>());
        for (var i = 0; i < matching.Meetings.Count; i++)
        {
            var meeting = matching.Meetings[i];
            if (!officials.Add((meeting.Official, meeting.Slot)) || !companies.Add((meeting.Company, meeting.Slot)))
            {
                context.RefuseLive(FieldAt.Of("meetings", i), "CLASH", $"Someone has two meetings in slot {meeting.Slot}.");
            }

            if (!pairs.Add((meeting.Official, meeting.Company)))
            {
                context.RefuseLive(FieldAt.Of("meetings", i), "DUPLICATE", "The pair meets twice.");
            }
        }

        if (matching.Meetings.Count > 0 && !context.Historical && matching.State == MatchingState.Draft)
        {
            context.Refuse("meetings", "BY_METHOD", "A live schedule is made by PlanMatching.");
        }
    }
}
