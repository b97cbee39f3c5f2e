using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Participants;

namespace EGovPlatform.TrainingService.Certificates;

/// <summary>What lists of certificates filter and sort by, and what one must be.</summary>
public static class CertificateTable
{
    public static readonly ResourceType<Certificate> Type = new ResourceType<Certificate>("certificates")
        .Act("code_renewed")
        .HoldParent(CourseEditionTable.Type)
        .StateMachine<CertificateState>(s => s
            .Start(CertificateState.Issued)
            .Move(CertificateState.Revoked, "revoked", CertificateState.Issued))
        .Valid(c => c.Issued)
        .Enum("kind")
        .Text("participant", c => c.Participant)
        .Text("number", c => c.Number)
        .Rule(Check)
        .Guard(CheckParticipantAsync);

    private static void Check(RuleContext<Certificate> context)
    {
        var certificate = context.Resource;
        context.Require("participant", certificate.Participant);
        if (certificate.Kind == CertificateKind.Unspecified)
        {
            context.Refuse("kind", "REQUIRED", "Say what is certified.");
        }

        if (certificate.State == CertificateState.Revoked)
        {
            context.RequireReason(certificate.Record, "CERTIFICATE_STATE_REVOKED");
        }
    }

    private static async Task CheckParticipantAsync(RuleContext<Certificate> context, Neighbors neighbors)
    {
        var certificate = context.Resource;
        var edition = Type.Pattern.ParentOf(certificate.Name);
        if (!certificate.Participant.StartsWith(edition + "/", StringComparison.Ordinal))
        {
            context.Refuse("participant", "OTHER_EDITION", "The participant belongs to another edition.");
            return;
        }

        if (context.Current is null && await neighbors.FindAsync(ParticipantTable.Type, certificate.Participant) is { } participant && participant.Basis != CountBasis.Attended)
        {
            context.RefuseLive("participant", "NOT_ATTENDED", "Only who attended gets a certificate.");
        }

        if (certificate.State == CertificateState.Issued
            && (await neighbors.ListAsync(Type, "participant", certificate.Participant)).Any(c => c.Name != certificate.Name && c.Kind == certificate.Kind && c.State == CertificateState.Issued))
        {
            context.RefuseLive("participant", "DUPLICATE", "The participant has a certificate of this kind.");
        }
    }
}
