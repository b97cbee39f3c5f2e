using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.TrainingService.Personal;

/// <summary>
/// What of a private person each role sees. Training officers see all; editors the name and the post; nobody else any of
/// it. What is stored is the same for all.
/// </summary>
internal static class PersonalMask
{
    public static Participant Apply(Participant participant, ServerCallContext context)
    {
        participant.Sealed = ByteString.Empty;
        participant.Private = Seen(participant.Private, context);
        return participant;
    }

    public static Nomination Apply(Nomination nomination, ServerCallContext context)
    {
        nomination.Sealed = ByteString.Empty;
        nomination.Private = Seen(nomination.Private, context);
        return nomination;
    }

    public static void Apply(IEnumerable<Participant> participants, ServerCallContext context)
    {
        foreach (var participant in participants)
        {
            Apply(participant, context);
        }
    }

    public static void Apply(IEnumerable<Nomination> nominations, ServerCallContext context)
    {
        foreach (var nomination in nominations)
        {
            Apply(nomination, context);
        }
    }

    private static ParticipantPrivate? Seen(ParticipantPrivate? open, ServerCallContext context)
    {
        var caller = context.Caller();
        return open is null || caller.Has(Role.TrainingOfficer) ? open
            : caller.Has(Role.Editor) ? new ParticipantPrivate { Names = { open.Names }, Title = open.Title }
            : null;
    }
}
