using System.Globalization;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Agreements;

/// <summary>What an agreement must be.</summary>
internal static class AgreementRules
{
    public static void Check(RuleContext<Agreement> context)
    {
        var agreement = context.Resource;
        context.RequireParties("parties", agreement.Parties);
        if (agreement.Parties.Count < 2)
        {
            context.RefuseLive("parties", "TWO_PARTIES", "An agreement has at least two parties; a body that is not known is written as printed.");
        }

        if (agreement.Titles.Count == 0 && agreement.Subject.Length == 0)
        {
            context.Refuse("titles", "REQUIRED", "An agreement has a title or a subject.");
        }

        context.RefuseSelf("supersedes", agreement.Name, agreement.Supersedes);
        context.RequireKeys("instruments", agreement.Instruments.Select(i => i.Key));
        foreach (var (i, instrument) in agreement.Instruments.Index())
        {
            CheckInstrument(context, instrument, string.Create(CultureInfo.InvariantCulture, $"instruments[{i}]"));
        }

        if (agreement.State >= AgreementState.Signed && agreement.Instruments.All(i => i.Kind is not (InstrumentKind.Signing or InstrumentKind.ExchangeOfNotes)))
        {
            context.RefuseLive("instruments", "SIGNING_MISSING", "A signed agreement has an instrument of signing or an exchange of notes.");
        }

        if (agreement.State == AgreementState.Superseded)
        {
            context.RequireReplacement(agreement.Record, "AGREEMENT_STATE_SUPERSEDED");
        }
    }

    private static void CheckInstrument(RuleContext<Agreement> context, Instrument instrument, string path)
    {
        if (instrument.Kind == InstrumentKind.Unspecified)
        {
            context.Refuse(path + ".kind", "REQUIRED", "An instrument has a kind; OTHER is one.");
        }

        if (instrument is { Kind: InstrumentKind.Other, KindAsPrinted.Length: 0 })
        {
            context.Refuse(path + ".kind_as_printed", "REQUIRED", "OTHER needs the word as printed.");
        }

        context.WarnIfBefore(path + ".effective_date", instrument.ActDate, instrument.EffectiveDate, "It took effect before the act itself.");
        foreach (var (i, signatory) in instrument.Signatories.Index())
        {
            context.RequireOne(string.Create(CultureInfo.InvariantCulture, $"{path}.signatories[{i}]"), signatory.Party, signatory.PartyAsPrinted);
        }
    }
}
