using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>What was decided is changed only by the roles that its contract names, whoever may update the record otherwise.</summary>
public sealed class FieldRuleTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    [Fact]
    public async Task The_estimates_of_a_published_tender_are_the_approvers()
    {
        var project = await new ProjectService.ProjectServiceClient(fixture.Service.Channel(Role.Editor)).CreateProjectAsync(new CreateProjectRequest { Project = new Project { Kind = ProjectKind.Consulting, Names = { new Name { Text = "A project" } } } });
        var tender = await Tenders(Role.Editor).CreateTenderAsync(new CreateTenderRequest { Parent = project.Name, Tender = new Tender { Kind = TenderKind.Unknown, Titles = { new Name { Text = "A tender" } } } });
        await UpdateAsync(Role.Editor, tender.Name, "1");
        await Tenders(Role.Approver).PublishTenderAsync(new TransitionRequest { Name = tender.Name });

        var error = await Assert.ThrowsAsync<RpcException>(() => UpdateAsync(Role.Editor, tender.Name, "2"));
        Assert.Equal(StatusCode.PermissionDenied, error.StatusCode);
        var told = error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata;
        Assert.Equal((tender.Name, "estimates", "PUBLISHED", "approver"), (told["name"], told["field"], told["state"], told["roles"]));

        // The same text again is no change, and other fields stay with whoever may update.
        await UpdateAsync(Role.Editor, tender.Name, "1");
        await Tenders(Role.Editor).UpdateTenderAsync(new UpdateTenderRequest { Tender = new Tender { Name = tender.Name, Titles = { new Name { Text = "Another title" } } } });
        Assert.Equal("2", (await UpdateAsync(Role.Approver, tender.Name, "2")).Estimates.Single().Amount);
    }

    [Fact]
    public async Task A_decision_is_changed_and_deleted_by_approvers()
    {
        var round = await new RoundService.RoundServiceClient(fixture.Service.Channel(Role.Editor)).CreateRoundAsync(new CreateRoundRequest { Round = new Round { Titles = { new Name { Text = "A round" } } } });
        var proposal = await new ProposalService.ProposalServiceClient(fixture.Service.Channel(Role.Editor)).CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = new Proposal { Titles = { new Name { Text = "A proposal" } } } });
        var decision = await Decisions(Role.Editor).CreateDecisionAsync(new CreateDecisionRequest { Parent = round.Name, Decision = new Decision { Proposal = proposal.Name, Outcome = DecisionOutcome.NotSelected, Reason = "No need shown." } });
        var changed = new UpdateDecisionRequest { Decision = new Decision { Name = decision.Name, Rank = 3, Reason = "Another." }, UpdateMask = new FieldMask { Paths = { "rank", "reason" } } };

        Assert.Equal(["rank FIELD_LOCKED", "reason FIELD_LOCKED"], await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.FieldLocked, async () => await Decisions(Role.Editor).UpdateDecisionAsync(changed)));
        Assert.Equal(["delete_time FIELD_LOCKED"], await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.FieldLocked, async () => await Decisions(Role.Editor).DeleteDecisionAsync(new DeleteRequest { Name = decision.Name })));
        Assert.Equal(3, (await Decisions(Role.Approver).UpdateDecisionAsync(changed)).Rank);
        await Decisions(Role.Approver).DeleteDecisionAsync(new DeleteRequest { Name = decision.Name });
        Assert.Equal(["delete_time FIELD_LOCKED"], await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.FieldLocked, async () => await Decisions(Role.Editor).UndeleteDecisionAsync(new UndeleteRequest { Name = decision.Name })));
    }

    [Fact]
    public async Task A_record_of_the_past_is_corrected_with_a_warning()
    {
        var project = await new ProjectService.ProjectServiceClient(fixture.Service.Channel(Role.Editor)).CreateProjectAsync(new CreateProjectRequest { Project = new Project { Kind = ProjectKind.Consulting, Names = { new Name { Text = "Past" } } } });
        var tender = await Tenders(Role.Editor).CreateTenderAsync(new CreateTenderRequest
        {
            Parent = project.Name,
            Tender = new Tender { Kind = TenderKind.Unknown, Titles = { new Name { Text = "Past" } }, State = TenderState.Published, Record = new Record { Historical = true, Transitions = { new Transition { State = "TENDER_STATE_PUBLISHED", Effective = new DateValue { Edtf = "2017-05" } } } } },
        });

        Assert.Contains((await UpdateAsync(Role.Editor, tender.Name, "2")).Record.Warnings, w => (w.FieldPath, w.Rule) == ("estimates", "FIELD_LOCKED"));
    }

    private Task<Tender> UpdateAsync(Role role, string name, string amount) =>
        Tenders(role).UpdateTenderAsync(new UpdateTenderRequest { Tender = new Tender { Name = name, Estimates = { new Money { Amount = amount, CurrencyCode = "KRW", Kind = MoneyKind.Estimate } } } }).ResponseAsync;

    private TenderService.TenderServiceClient Tenders(Role role) => new(fixture.Service.Channel(role));

    private DecisionService.DecisionServiceClient Decisions(Role role) => new(fixture.Service.Channel(role));
}
