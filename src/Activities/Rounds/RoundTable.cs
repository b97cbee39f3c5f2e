using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Rounds;

/// <summary>What lists of rounds filter and sort by.</summary>
public static class RoundTable
{
    public static readonly ResourceType<Round> Type = new ResourceType<Round>("rounds")
        .StateMachine<RoundState>(s => s
            .Start(RoundState.Planned)
            .Move(RoundState.Surveying, "survey_started", RoundState.Planned, RoundState.Postponed)
            .Move(RoundState.Deliberating, "deliberation_started", RoundState.Planned, RoundState.Surveying)
            .Move(RoundState.Selected, "selected", RoundState.Deliberating)
            .Move(RoundState.Running, "started", RoundState.Selected)
            .Move(RoundState.Closed, "closed", RoundState.Running)
            .Move(RoundState.Postponed, "postponed", RoundState.Planned, RoundState.Surveying, RoundState.Deliberating)
            .Move(
                RoundState.Cancelled,
                "cancelled",
                RoundState.Planned,
                RoundState.Surveying,
                RoundState.Deliberating,
                RoundState.Selected,
                RoundState.Running,
                RoundState.Postponed))
        .Countries(r => r.Targets?.Items.Select(i => i.Resource) ?? [])
        .Valid(r => r.Period)
        .Search(r => [.. r.Titles.Select(t => t.Text), .. r.Aims, .. r.Topics, .. r.Areas.Select(a => a.AsPrinted)])
        .Text("program", r => r.Program)
        .Text("council", r => r.Council)
        .Texts("areas", r => r.Areas.Select(a => EnumNames.Short(KindEnum, a.Kind)))
        .Texts("parties", r => r.Parties.Select(p => p.Resource).Where(p => p.Length > 0))
        .Texts("topics", r => r.Topics)
        .Rule(RoundRules.Check)
        .Guard(RoundGuard.CheckAsync);

    private static Google.Protobuf.Reflection.EnumDescriptor KindEnum => SupportArea.Descriptor.FindFieldByName("kind").EnumType;
}
