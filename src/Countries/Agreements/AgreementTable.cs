using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService.Agreements;

/// <summary>What lists of agreements filter and sort by, and how an agreement moves.</summary>
public static class AgreementTable
{
    public static readonly ResourceType<Agreement> Type = new ResourceType<Agreement>("agreements")
        .StateMachine<AgreementState>(s => s
            .Start(AgreementState.Draft)
            .Move(AgreementState.Negotiated, "negotiated", AgreementState.Draft)
            .Move(AgreementState.Signed, "signed", AgreementState.Draft, AgreementState.Negotiated)
            .Move(AgreementState.InForce, "in_force", AgreementState.Signed, AgreementState.Suspended)
            .Move(AgreementState.Suspended, "suspended", AgreementState.InForce)
            .Move(AgreementState.Expired, "expired", AgreementState.Signed, AgreementState.InForce, AgreementState.Suspended)
            .Move(AgreementState.Terminated, "terminated", AgreementState.Signed, AgreementState.InForce, AgreementState.Suspended)
            .Move(AgreementState.Superseded, "superseded", AgreementState.Signed, AgreementState.InForce, AgreementState.Suspended))
        .Countries(a => a.Parties.Select(p => p.Resource))
        .Valid(a => a.Term ?? Signing(a))
        .Search(a => [.. a.Titles.Select(t => t.Text), a.Subject, .. a.Topics])
        .OpenKind()
        .Texts("parties", a => a.Parties.Select(p => p.Resource).Where(p => p.Length > 0), inOrder: true)
        .Texts("topics", a => a.Topics)
        .Day("signed_from", a => Signing(a)?.Earliest)
        .Day("signed_to", a => Signing(a)?.Latest)
        .Text("supersedes", a => a.Supersedes)
        .Rule(AgreementRules.Check);

    /// <summary>Date of the signing; null when there is none or its date is unknown.</summary>
    internal static DateValue? Signing(Agreement agreement) =>
        agreement.Instruments.FirstOrDefault(i => i.Kind == InstrumentKind.Signing)?.ActDate;
}
