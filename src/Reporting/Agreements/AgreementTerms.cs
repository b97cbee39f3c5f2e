using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Agreements;

/// <summary>When an agreement was signed, and whether it ran on a date.</summary>
internal static class AgreementTerms
{
    /// <summary>Null when no instrument says.</summary>
    public static DateValue? Signed(Agreement agreement) =>
        agreement.Instruments.FirstOrDefault(i => i.Kind is InstrumentKind.Signing or InstrumentKind.ExchangeOfNotes && i.ActDate is { Edtf.Length: > 0 })?.ActDate;

    /// <summary>
    /// An agreement without a term runs from its signing until something ends it; one whose signing is not dated may have
    /// run. Only what was signed can have been in force.
    /// </summary>
    public static DateAnswer InForce(Agreement agreement, DateValue date)
    {
        if (agreement.State is AgreementState.Draft or AgreementState.Negotiated || DateRules.Earliest(date) is not { } from || DateRules.Latest(date) is not { } to)
        {
            return agreement.State is AgreementState.Draft or AgreementState.Negotiated ? DateAnswer.No : DateAnswer.Possibly;
        }

        var start = Signed(agreement);
        if (agreement.Term is { Edtf.Length: > 0 } term)
        {
            return DateRules.Overlaps(term, from, to);
        }

        if (start is null)
        {
            return DateAnswer.Possibly;
        }

        return DateRules.StartedBy(start, to) == DateAnswer.No ? DateAnswer.No
            : DateRules.StartedBy(start, from) == DateAnswer.Certainly && agreement.State == AgreementState.InForce ? DateAnswer.Certainly
            : DateAnswer.Possibly;
    }
}
