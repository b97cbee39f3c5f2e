using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;

namespace EGovPlatform.ActivitiesService.Introductions;

/// <summary>What lists of introductions filter and sort by, and the way from interest to proven use.</summary>
public static class IntroductionTable
{
    public static readonly ResourceType<Introduction> Type = new ResourceType<Introduction>("introductions")
        .StateMachine<IntroductionState>(s => s
            .Start(IntroductionState.Interest)
            .Move(IntroductionState.LegalBasis, "law_prepared", IntroductionState.Interest, IntroductionState.Stalled)
            .Move(IntroductionState.Feasibility, "studied", IntroductionState.Interest, IntroductionState.LegalBasis, IntroductionState.Stalled)
            .Move(IntroductionState.MasterPlan, "planned", IntroductionState.LegalBasis, IntroductionState.Feasibility, IntroductionState.Stalled)
            .Move(IntroductionState.Funded, "funded", IntroductionState.Feasibility, IntroductionState.MasterPlan, IntroductionState.Stalled)
            .Move(IntroductionState.Building, "building_started", IntroductionState.Funded, IntroductionState.Stalled)
            .Move(IntroductionState.Live, "launched", IntroductionState.Building)
            .Move(IntroductionState.UseVerified, "use_verified", IntroductionState.Live)
            .Move(
                IntroductionState.Stalled,
                "stalled",
                IntroductionState.Interest,
                IntroductionState.LegalBasis,
                IntroductionState.Feasibility,
                IntroductionState.MasterPlan,
                IntroductionState.Funded,
                IntroductionState.Building))
        .Countries(i => [i.Target?.Resource ?? "", i.Target?.Represents ?? ""])
        .Valid(i => i.Period)
        .Search(i => [i.StageAsPrinted, .. i.Topics, .. i.Preconditions.Select(p => p.Text)])
        .Text("asset", i => i.Asset)
        .Text("target", i => i.Target?.Resource)
        .Text("program", i => i.Program)
        .Text("project", i => i.Project)
        .Texts("open_preconditions", i => i.Preconditions.Where(IntroductionRules.IsUnsettled).Select(p => EnumNames.Short(KindEnum, p.Kind)))
        .Texts("parties", i => i.Parties.Append(i.Target).Where(p => p is { Resource.Length: > 0 }).Select(p => p.Resource))
        .Texts("topics", i => i.Topics)
        .Rule(IntroductionRules.Check);

    private static Google.Protobuf.Reflection.EnumDescriptor KindEnum => Precondition.Descriptor.FindFieldByName("kind").EnumType;
}
