using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using ActivityProgram = EGovPlatform.Activities.V1.Program;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>When a record happened, by which reports group it, and when it is in effect, by which `valid_on` asks.</summary>
internal static class RecordDates
{
    private static readonly DateValue Unknown = new();

    /// <summary>Happened: null for a type without a date. Valid: EDTF, empty for unknown, null for always.</summary>
    public static (DateValue? Happened, string? Valid) Of(IMessage message) => message switch
    {
        Engagement e => Same(e.Date),
        Delegation d => Same(d.Period),
        CourseEdition c => Same(c.Period),
        Session s => Same(s.Date),
        NationalPlan p => Same(p.Period),
        ActivityProgram p => Same(p.Period),
        Project p => Same(p.Period),
        CooperationCenter c => Same(c.Term),
        Round r => Same(r.Period),
        Introduction i => Same(i.Period),
        Decision d => Same(d.Date),
        Proposal p => Same(p.Submitted),
        CountryPresentation c => Same(c.Date),
        Council c => (null, c.Period?.Edtf),
        PartnerRequest r => Same(r.Date),
        Position p => (p.Observed ?? Unknown, (p.Period ?? p.Observed ?? Unknown).Edtf),
        Agreement a => (Signed(a) ?? Unknown, a.Term?.Edtf ?? From(Signed(a), End(a.Record, "TERMINATED", "EXPIRED", "SUPERSEDED"))),
        FollowUp f => (f.Raised ?? Unknown, From(f.Raised, End(f.Record, "DONE", "CONVERTED", "DROPPED"))),
        Publication p => (p.Published ?? Unknown, From(p.Published, "..")),
        LedgerEntry e => Same(e.Date),
        ExchangeRate r => Same(r.Date),
        Tender t => Same(t.Published),
        Bid b => Same(b.Submitted),
        Lead l => (l.Found ?? Unknown, From(l.Found, End(l.Record, "WON", "LOST", "DROPPED"))),
        Contract c => (c.Signed ?? Unknown, c.Period?.Edtf ?? From(c.Signed, End(c.Record, "COMPLETED", "TERMINATED", "CANCELLED"))),
        Link l => (null, l.Period?.Edtf),
        _ => (null, null),
    };

    /// <summary>When an agreement was signed; null when unknown.</summary>
    public static DateValue? Signed(Agreement agreement) =>
        agreement.Instruments.FirstOrDefault(i => i.Kind is InstrumentKind.Signing or InstrumentKind.ExchangeOfNotes)?.ActDate;

    private static (DateValue, string) Same(DateValue? date) => (date ?? Unknown, date?.Edtf ?? "");

    // From a date on. What is itself an interval or a set says as a whole when it was.
    private static string From(DateValue? start, string end) => start?.Edtf switch
    {
        null or "" => "",
        var text when text.IndexOfAny(['/', '[', '{', ',']) >= 0 => text,
        var text => $"{text}/{end}",
    };

    // "..": still so. Empty: ended, nobody knows when.
    private static string End(Record? record, params string[] states)
    {
        var last = record?.Transitions.LastOrDefault(t => states.Any(s => t.State.EndsWith("_" + s, StringComparison.Ordinal)));
        return last is null ? ".."
            : last.Effective?.Edtf is { Length: > 0 } text && text.IndexOfAny(['/', '[', '{', ',']) < 0 ? text
            : "";
    }
}
