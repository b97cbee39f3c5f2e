using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>When an agreement was signed, when it runs, and whether it ran on a date.</summary>
internal static class AgreementTerms
{
    private static readonly string[] Stops = ["_SUSPENDED", "_EXPIRED", "_TERMINATED", "_SUPERSEDED"];

    /// <summary>Null when no instrument says.</summary>
    public static DateValue? Signed(Agreement agreement) =>
        agreement.Instruments.FirstOrDefault(i => i.Kind is InstrumentKind.Signing or InstrumentKind.ExchangeOfNotes && i.ActDate is { Edtf.Length: > 0 })?.ActDate;

    /// <summary>The terms its instruments give, with gaps between them; without any, its own; none when unknown.</summary>
    public static IReadOnlyList<DateValue> Terms(Agreement agreement)
    {
        var given = agreement.Instruments.Select(i => i.Term).Where(t => t is { Edtf.Length: > 0 }).ToList();
        return given.Count == 0 && agreement.Term is { Edtf.Length: > 0 } own ? [own] : given;
    }

    /// <summary>
    /// An agreement without a term runs from the day it took effect, which may be before its signing, until something ends it; one
    /// of which neither is dated may have run. Only what was signed can have been in force, and not while it was suspended.
    /// </summary>
    public static DateAnswer InForce(Agreement agreement, DateValue date)
    {
        if (agreement.State is AgreementState.Draft or AgreementState.Negotiated)
        {
            return DateAnswer.No;
        }

        return DateRules.Earliest(date) is { } from && DateRules.Latest(date) is { } to
            ? Least(Running(agreement, from, to), NotStopped(agreement, from, to))
            : DateAnswer.Possibly;
    }

    private static DateAnswer Running(Agreement agreement, DateOnly from, DateOnly to)
    {
        if (Terms(agreement) is { Count: > 0 } terms)
        {
            return terms.Select(t => DateRules.Overlaps(t, from, to)).Min();
        }

        var signing = agreement.Instruments.FirstOrDefault(i => i.Kind is InstrumentKind.Signing or InstrumentKind.ExchangeOfNotes);
        if ((signing?.EffectiveDate is { Edtf.Length: > 0 } effective ? effective : Signed(agreement)) is not { } start)
        {
            return DateAnswer.Possibly;
        }

        return DateRules.StartedBy(start, to) == DateAnswer.No ? DateAnswer.No
            : DateRules.StartedBy(start, from) == DateAnswer.Certainly && agreement.State == AgreementState.InForce ? DateAnswer.Certainly
            : DateAnswer.Possibly;
    }

    // By the last change of state before the date; one that may have come by then leaves it open.
    private static DateAnswer NotStopped(Agreement agreement, DateOnly from, DateOnly to)
    {
        var answer = DateAnswer.Certainly;
        foreach (var transition in agreement.Record?.Transitions.Where(t => t.Effective is { Edtf.Length: > 0 }) ?? [])
        {
            var stopped = Stops.Any(s => transition.State.EndsWith(s, StringComparison.Ordinal)) ? DateAnswer.No : DateAnswer.Certainly;
            answer = DateRules.StartedBy(transition.Effective, from) == DateAnswer.Certainly ? stopped
                : DateRules.StartedBy(transition.Effective, to) == DateAnswer.No || stopped == answer ? answer
                : DateAnswer.Possibly;
        }

        return answer;
    }

    // CERTAINLY, POSSIBLY, NO, in this order.
    private static DateAnswer Least(DateAnswer one, DateAnswer other) => one > other ? one : other;
}
