using EGovPlatform.Training.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.TrainingService.Participants;

/// <summary>What lists of participants filter and sort by, and what one must be.</summary>
public static class ParticipantTable
{
    public static readonly ResourceType<Participant> Type = new ResourceType<Participant>("participants")
        .Countries(p => [p.Country, p.Represents])
        .OpenKind("role")
        .Enum("basis")
        .Text("person", p => p.Person)
        .Text("organization", p => p.Organization)
        .Text("represents", p => p.Represents)
        .Rule(Check);

    private static void Check(RuleContext<Participant> context)
    {
        var participant = context.Resource;
        if (participant.Person.Length > 0 && participant.Private is { Names.Count: > 0 })
        {
            context.Refuse("private.names", "PUBLIC_PERSON", "An office-holder is named by person; names of a private person stand in private alone.");
        }
    }
}
