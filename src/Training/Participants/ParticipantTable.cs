using EGovPlatform.Training.V1;
using EGovPlatform.Resources;
using EGovPlatform.TrainingService.Nominations;
using EGovPlatform.TrainingService.Personal;

namespace EGovPlatform.TrainingService.Participants;

/// <summary>What lists of participants filter and sort by, and what one must be.</summary>
public static class ParticipantTable
{
    public static readonly ResourceType<Participant> Type = new ResourceType<Participant>("participants", indexVersion: 2)
        .Act("calendar_renewed", "pass_renewed", "trimmed")
        .Countries(p => [p.Country, p.Represents])
        .OpenKind("role")
        .Enum("basis")
        .Text("person", p => p.Person)
        .Text("organization", p => p.Organization)
        .Text("represents", p => p.Represents)
        .Text("nomination", p => p.Nomination)
        .Column("alumni", ColumnKind.Flag, p => p.Consents.Any(c => c is { Purpose: ConsentPurpose.Alumni, Given.Edtf.Length: > 0, Withdrawn: null or { Edtf.Length: 0 } }))
        .Rule(Check)
        .Guard(CheckNominationAsync);

    private static void Check(RuleContext<Participant> context)
    {
        var participant = context.Resource;
        if (participant.Person.Length > 0 && participant.Private is { Names.Count: > 0 })
        {
            context.Refuse("private.names", "PUBLIC_PERSON", "An office-holder is named by person; names of a private person stand in private alone.");
        }

        Consents.Check(context, participant.Consents);
        context.RequireKeys("support", participant.Support.Select(s => s.Key));
        for (var i = 0; i < participant.Support.Count; i++)
        {
            if (participant.Support[i].Kind == SupportKind.Unspecified)
            {
                context.Refuse(FieldAt.Of("support", i, "kind"), "REQUIRED", "Say what is arranged.");
            }
        }
    }

    private static async Task CheckNominationAsync(RuleContext<Participant> context, Neighbors neighbors)
    {
        var participant = context.Resource;
        if (participant.Nomination.Length == 0 || participant.Nomination == context.Current?.Nomination)
        {
            return;
        }

        if (Type.Pattern.ParentOf(participant.Name) != NominationTable.Type.Pattern.ParentOf(participant.Nomination))
        {
            context.Refuse("nomination", "OTHER_EDITION", "The nomination belongs to another edition.");
        }
        else if (await neighbors.FindAsync(NominationTable.Type, participant.Nomination) is { } nomination && !SeatPlan.Takes(nomination))
        {
            context.RefuseLive("nomination", "NOT_ACCEPTED", $"{nomination.Name} is {nomination.State}.");
        }
    }
}
