using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>The way of a system into another country, and what has to be settled before it is built.</summary>
public sealed class IntroductionTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private IntroductionService.IntroductionServiceClient Introductions => new(Approver);

    [Fact]
    public async Task Worknet_is_not_built_in_Cambodia_before_its_legal_basis_is_settled()
    {
        var worknet = await IntroductionAsync(PreconditionStatus.Open);
        await FundAsync(worknet.Name);

        var refused = await Refused.InvalidAsync(() => Introductions.BuildIntroductionAsync(new TransitionRequest { Name = worknet.Name }));
        Assert.Equal([("preconditions[0].status", "PRECONDITION_OPEN")], refused);
        Assert.Equal(IntroductionState.Funded, (await Introductions.GetIntroductionAsync(new GetRequest { Name = worknet.Name })).State);

        await UpdateAsync(worknet.Name, PreconditionStatus.Unknown, "");
        Assert.Equal(refused, await Refused.InvalidAsync(() => Introductions.BuildIntroductionAsync(new TransitionRequest { Name = worknet.Name })));
        var silent = await Refused.InvalidAsync(() => UpdateAsync(worknet.Name, PreconditionStatus.Overridden, ""));
        Assert.Equal([("preconditions[0].reason", "REASON")], silent);

        await UpdateAsync(worknet.Name, PreconditionStatus.Overridden, "The decree follows within the year");
        Assert.Equal(IntroductionState.Building, (await Introductions.BuildIntroductionAsync(new TransitionRequest { Name = worknet.Name })).State);
    }

    [Fact]
    public async Task A_past_introduction_that_was_built_without_a_law_keeps_a_warning()
    {
        var built = await IntroductionAsync(PreconditionStatus.Open, i =>
        {
            i.State = IntroductionState.Building;
            i.Record = new Record { Historical = true };
        });

        Assert.Contains(("preconditions[0].status", "PRECONDITION_OPEN"), built.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task Use_is_verified_by_evidence_alone()
    {
        var name = (await IntroductionAsync(PreconditionStatus.Met)).Name;
        await FundAsync(name);
        await Introductions.BuildIntroductionAsync(new TransitionRequest { Name = name });
        await Introductions.LaunchIntroductionAsync(new TransitionRequest { Name = name });

        Assert.Equal([("record.evidence", "EVIDENCE")], await Refused.InvalidAsync(() => Introductions.VerifyIntroductionAsync(new TransitionRequest { Name = name })));
        var verified = await Introductions.VerifyIntroductionAsync(new TransitionRequest { Name = name, Sources = { new FactSource { Publication = "publications/use-report" } } });
        Assert.Equal(IntroductionState.UseVerified, verified.State);
    }

    [Fact]
    public async Task Standing_still_needs_a_reason_and_can_end()
    {
        var name = (await IntroductionAsync(PreconditionStatus.Open)).Name;

        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Introductions.StallIntroductionAsync(new TransitionRequest { Name = name })));
        await Introductions.StallIntroductionAsync(new TransitionRequest { Name = name, Reason = "Elections" });
        var error = await Assert.ThrowsAsync<RpcException>(async () => await Introductions.LaunchIntroductionAsync(new TransitionRequest { Name = name }));
        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal(IntroductionState.LegalBasis, (await Introductions.PrepareLawIntroductionAsync(new TransitionRequest { Name = name })).State);
    }

    [Fact]
    public async Task A_stage_nobody_stated_is_for_records_of_the_past()
    {
        Assert.Equal([("state", "STATE_BY_METHOD")], await Refused.InvalidAsync(() => IntroductionAsync(PreconditionStatus.Open, i => i.State = IntroductionState.Unknown)));
        var past = await IntroductionAsync(PreconditionStatus.Open, i =>
        {
            i.State = IntroductionState.Unknown;
            i.StageAsPrinted = "progress reviewed";
            i.Record = new Record { Historical = true };
        });
        Assert.Equal(IntroductionState.Unknown, past.State);
        Assert.Contains(past.Name, (await Introductions.ListIntroductionsAsync(new ListRequest { Filter = "state = UNKNOWN countries:KH open_preconditions:LEGAL_BASIS" })).Introductions.Select(i => i.Name));
    }

    [Fact]
    public async Task A_consultation_says_which_law_it_was_about()
    {
        var engagements = new EngagementService.EngagementServiceClient(Approver);
        var consultation = new Engagement { Kind = EngagementKind.PolicyConsultation, Country = "countries/KH", PolicySubjects = { new PolicySubject { Key = "a", Stage = PolicyStage.Idea } } };

        Assert.Equal([("policy_subjects[0].subject", "REQUIRED")], await Refused.InvalidAsync(() => engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = consultation })));
        consultation.PolicySubjects[0].Subject = "Legal basis of e-Government";
        consultation.Introductions.Add((await IntroductionAsync(PreconditionStatus.Open)).Name);
        var stored = await engagements.CreateEngagementAsync(new CreateEngagementRequest { Engagement = consultation });
        Assert.Equal([stored.Name], (await engagements.ListEngagementsAsync(new ListRequest { Filter = $"introductions:\"{consultation.Introductions[0]}\"" })).Engagements.Select(e => e.Name));
    }

    private async Task FundAsync(string name)
    {
        await Introductions.PrepareLawIntroductionAsync(new TransitionRequest { Name = name });
        await Introductions.StudyIntroductionAsync(new TransitionRequest { Name = name });
        await Introductions.FundIntroductionAsync(new TransitionRequest { Name = name });
    }

    private async Task<Introduction> UpdateAsync(string name, PreconditionStatus status, string reason) => await Introductions.UpdateIntroductionAsync(new UpdateIntroductionRequest
    {
        Introduction = new Introduction { Name = name, Preconditions = { new Precondition { Key = "law", Kind = PreconditionKind.LegalBasis, Status = status, Reason = reason } } },
        UpdateMask = new Google.Protobuf.WellKnownTypes.FieldMask { Paths = { "preconditions" } },
    });

    private async Task<Introduction> IntroductionAsync(PreconditionStatus law, Action<Introduction>? change = null)
    {
        var asset = await new SystemAssetService.SystemAssetServiceClient(Approver).CreateSystemAssetAsync(new CreateSystemAssetRequest
        {
            SystemAsset = new SystemAsset { Kind = SystemAssetKind.System, Names = { new Name { Text = "Worknet" } }, Country = "countries/KR" },
        });
        var introduction = new Introduction
        {
            Asset = asset.Name,
            Target = new Party { Resource = "countries/KH" },
            Preconditions = { new Precondition { Key = "law", Kind = PreconditionKind.LegalBasis, Status = law } },
        };
        change?.Invoke(introduction);
        return await Introductions.CreateIntroductionAsync(new CreateIntroductionRequest { Introduction = introduction });
    }
}
