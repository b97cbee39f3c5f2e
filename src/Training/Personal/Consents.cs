using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>Consent to use personal data for a purpose.</summary>
internal static class Consents
{
    /// <summary>Each purpose once; withdrawn after it was given.</summary>
    public static void Check<T>(RuleContext<T> context, IReadOnlyList<Consent> consents) where T : class, IMessage<T>
    {
        var seen = new HashSet<(ConsentPurpose, string)>();
        for (var i = 0; i < consents.Count; i++)
        {
            var consent = consents[i];
            if (consent.Purpose == ConsentPurpose.Unspecified)
            {
                context.Refuse(FieldAt.Of("consents", i, "purpose"), "REQUIRED", "A consent has a purpose.");
            }
            else if (!seen.Add((consent.Purpose, consent.PurposeAsPrinted)))
            {
                context.Refuse(FieldAt.Of("consents", i, "purpose"), "DUPLICATE", "A purpose stands once.");
            }

            if (consent.Given is { Edtf.Length: > 0 } && DateRules.Before(consent.Withdrawn, consent.Given) == Common.V1.DateAnswer.Certainly && consent.Withdrawn is { Edtf.Length: > 0 })
            {
                context.Refuse(FieldAt.Of("consents", i, "withdrawn"), "DATE_ORDER", "Withdrawn before it was given.");
            }
        }
    }

    /// <summary>Whether consent to a purpose certainly holds on a day.</summary>
    public static bool Holds(IEnumerable<Consent> consents, ConsentPurpose purpose, DateOnly today) => consents.Any(c =>
        c.Purpose == purpose
        && c.Given is { Edtf.Length: > 0 } && DateRules.StartedBy(c.Given, today) == Common.V1.DateAnswer.Certainly
        && (c.Withdrawn is not { Edtf.Length: > 0 } || DateRules.StartedBy(c.Withdrawn, today) == Common.V1.DateAnswer.No));
}
