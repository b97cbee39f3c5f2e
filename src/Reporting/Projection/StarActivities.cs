using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts of what the Activities service owns.</summary>
internal static class StarActivities
{
    public static IEnumerable<MartRow> Of(Engagement engagement)
    {
        var day = DateBucket.Of(engagement.Date, DateUnit.Month);
        yield return new("engagement",
            ("held", engagement.State is EngagementState.Held or EngagementState.Reported),
            ("dated", day.Dated && DateRules.Earliest(engagement.Date) == DateRules.Latest(engagement.Date)),
            ("public_event", engagement.Kind is EngagementKind.Forum or EngagementKind.Seminar),
            ("country", engagement.Country),
            ("delegation", engagement.Delegation));

        var attended = Star.Attended(engagement.Attendance);
        yield return Attendance(0, attended ?? new Count { Qualifier = Qualifier.Unknown, Basis = CountBasis.Attended });
        foreach (var (i, count) in engagement.Attendance.Where(c => !ReferenceEquals(c, attended)).Index())
        {
            yield return Attendance(i + 1, count);
        }

        foreach (var (i, attendee) in engagement.Attendees.Index())
        {
            yield return Star.Named(i, attendee.Person, attendee.Position, MessageFields.ShortEnum(attendee, "role"), attendee.Represents);
        }
    }

    public static IEnumerable<MartRow> Of(Delegation delegation)
    {
        var sent = delegation.State is DelegationState.Dispatched or DelegationState.Returned or DelegationState.Reported or DelegationState.Closed;
        var meetings = delegation.HeldMeetings ?? new StatedList();
        var compared = StatedListRules.Reconcile(meetings);
        yield return new("delegation",
        [
            ("sent", sent),
            .. Star.Number("stated_", meetings.Stated),
            .. Star.Number("identified_", delegation.HeldMeetings is null ? null : Identified(compared)),
            ("reconciliation", delegation.HeldMeetings is null ? "" : compared.Text),
        ]);
        foreach (var (i, leg) in delegation.Legs.Index())
        {
            yield return new("leg",
                ("key", leg.Key.Length > 0 ? leg.Key : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{i}")),
                ("travel_order", leg.Order),
                ("country", leg.Country),
                ("sent", sent));
        }

        foreach (var (i, member) in delegation.Members.Prepend(delegation.Head).Where(m => m is not null).Index())
        {
            yield return Star.Named(i, member!.Person, member.Position, MessageFields.ShortEnum(member, "role"), member.Represents);
        }
    }

    public static IEnumerable<MartRow> Of(FollowUp followUp)
    {
        yield return new("follow_up",
            ("open", followUp.State is not (FollowUpState.Done or FollowUpState.Converted or FollowUpState.Dropped)),
            ("due_edtf", followUp.Due?.Edtf ?? ""),
            ("owner", followUp.Owner?.Resource ?? ""),
            ("counterpart", followUp.Counterpart?.Resource ?? ""),
            ("origin", followUp.Origin));
        if (followUp.Became.Length > 0)
        {
            yield return new("follow_up_result", ("became", followUp.Became));
        }
    }

    public static IEnumerable<MartRow> Of(Series series) =>
        series.Editions.Select((e, i) => new MartRow("series_edition",
            ("item", i), ("ordinal", e.Ordinal), ("resource", e.Resource), ("edtf", e.Date?.Edtf ?? ""), ("cancelled", e.Cancelled)));

    private static Count Identified(Reconciliation compared) =>
        !compared.HasIdentifiedUpper ? new Count { Value = compared.IdentifiedLower, Qualifier = Qualifier.AtLeast }
        : compared.IdentifiedUpper == compared.IdentifiedLower ? new Count { Value = compared.IdentifiedLower, Qualifier = Qualifier.Exact }
        : new Count { Lower = compared.IdentifiedLower, Upper = compared.IdentifiedUpper, Qualifier = Qualifier.Range };

    private static MartRow Attendance(int item, Count count) => new("attendance",
    [
        ("item", item),
        ("basis", MessageFields.ShortEnum(count, "basis")),
        ("counted", count.Counted),
        .. Star.Number("", count),
    ]);
}
