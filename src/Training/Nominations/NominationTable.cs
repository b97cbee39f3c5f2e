using EGovPlatform.Resources;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Editions;
using EGovPlatform.TrainingService.Personal;

namespace EGovPlatform.TrainingService.Nominations;

/// <summary>What lists of nominations filter and sort by, and what one must be. No column holds personal data.</summary>
public static class NominationTable
{
    public static readonly ResourceType<Nomination> Type = new ResourceType<Nomination>("nominations")
        .Act("endorsed_in_part", "promoted", "trimmed")
        .HoldParent(CourseEditionTable.Type)
        .StateMachine<NominationState>(s => s
            .Start(NominationState.Draft)
            .Move(NominationState.Nominated, "submitted", NominationState.Draft)
            .Move(NominationState.Endorsed, "endorsed", NominationState.Nominated)
            .Move(NominationState.Screened, "screened", NominationState.Endorsed)
            .Move(NominationState.Accepted, "accepted", NominationState.Screened, NominationState.Waitlisted)
            .Move(NominationState.Waitlisted, "waitlisted", NominationState.Screened)
            .Move(NominationState.Rejected, "rejected", NominationState.Nominated, NominationState.Endorsed, NominationState.Screened, NominationState.Waitlisted)
            .Move(NominationState.Invited, "invited", NominationState.Accepted)
            .Move(NominationState.Arrived, "arrived", NominationState.Accepted, NominationState.Invited)
            .Move(NominationState.Completed, "completed", NominationState.Arrived)
            .Move(NominationState.NoShow, "absent", NominationState.Accepted, NominationState.Invited)
            .Move(NominationState.Withdrawn, "withdrawn", NominationState.Draft, NominationState.Nominated, NominationState.Endorsed, NominationState.Screened, NominationState.Accepted, NominationState.Waitlisted, NominationState.Invited))
        .Countries(n => [n.Country, n.Represents])
        .Text("represents", n => n.Represents)
        .Text("organization", n => n.Organization)
        .Text("person", n => n.Person)
        .Column("waiting_number", ColumnKind.Number, n => (long)n.WaitingNumber)
        .Rule(Check)
        .Guard(NominationGuard.CheckAsync);

    private static void Check(RuleContext<Nomination> context)
    {
        var nomination = context.Resource;
        if (nomination.Person.Length > 0 && nomination.Private is { Names.Count: > 0 })
        {
            context.Refuse("private.names", "PUBLIC_PERSON", "An office-holder is named by person; names of a private person stand in private alone.");
        }

        if (nomination.Person.Length == 0 && nomination.Documents.Count > 0)
        {
            context.Refuse("documents", "PERSONAL_FIELD", "Papers of a private person stand in private.documents, where they are sealed.");
        }

        Consents.Check(context, nomination.Consents);
        for (var i = 0; i < nomination.Endorsements.Count; i++)
        {
            if (nomination.Endorsements[i].Step == EndorsementStep.Unspecified)
            {
                context.Refuse(FieldAt.Of("endorsements", i, "step"), "REQUIRED", "An endorsement says at which step it was given.");
            }
        }

        var before = context.Current?.Endorsements ?? [];
        if (!context.Historical && !nomination.Endorsements.Take(before.Count).SequenceEqual(before))
        {
            context.Refuse("endorsements", "IMMUTABLE", "An endorsement that was given stays.");
        }

        if (!context.Historical && context.Current is null && nomination.Endorsements.Count > 0)
        {
            context.Refuse("endorsements", "BY_METHOD", "A live nomination is endorsed by EndorseNomination.");
        }

        if (nomination.State == NominationState.Rejected)
        {
            context.RequireReason(nomination.Record, "NOMINATION_STATE_REJECTED");
        }
    }
}
