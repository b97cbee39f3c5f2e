using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>Rules of support rounds, councils, proposals and the projects chosen.</summary>
public sealed class RoundTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private RoundService.RoundServiceClient Rounds => new(Approver);

    private ProposalService.ProposalServiceClient Proposals => new(Approver);

    private ProjectService.ProjectServiceClient Projects => new(Approver);

    [Fact]
    public async Task Keys_weights_and_shares_of_a_round_must_fit()
    {
        var round = Sample.Round();
        round.Areas.Add(new SupportArea { Key = "consulting", Kind = SupportAreaKind.Consulting, Budget = { Sample.Won("600", MoneyKind.Ceiling) } });
        round.Areas[0].Budget.Add(Sample.Won("500", MoneyKind.Ceiling));
        round.Criteria.Add(new Criterion { Key = "will", Text = "Will of the country", Weight = "0.5" });
        round.Criteria.Add(new Criterion { Key = "need", Text = "Need", Weight = "0.6" });
        round.Survey = new DemandSurvey { Responses = { new DemandResponse { Key = "a", Body = new Party { AsPrinted = "A body" }, Area = "roads" } } };

        var refused = await Refused.InvalidAsync(() => CreateAsync(round));

        Assert.Equal([("areas[2].key", "DUPLICATE"), ("survey.responses[0].area", "UNKNOWN_KEY"), ("criteria", "WEIGHTS_SUM"), ("areas", "AREAS_OVER_BUDGET")], refused);
    }

    [Theory]
    [InlineData("40", "60", true)]
    [InlineData("0.4", "0.6", true)]
    [InlineData("0.4", "", true)]
    [InlineData("99", "2", false)]
    [InlineData("60", "", true)]
    [InlineData("half", "0.5", false)]
    public async Task Weights_add_up_once_all_are_known(string first, string second, bool accepted)
    {
        var round = Sample.Round();
        round.Criteria.Add(new Criterion { Key = "a", Text = "Need", Weight = first });
        round.Criteria.Add(new Criterion { Key = "b", Text = "Effect", Weight = second });

        if (accepted)
        {
            Assert.Equal(2, (await CreateAsync(round)).Criteria.Count);
        }
        else
        {
            Assert.StartsWith("criteria", Assert.Single(await Refused.InvalidAsync(() => CreateAsync(round))).Field, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Cancelling_needs_a_reason_and_targets_keep_their_stated_list()
    {
        var round = Sample.Round();
        round.Targets = new StatedList { Items = { new ListedItem { Resource = "countries/LA" }, new ListedItem { Resource = "countries/VN" } }, Marker = "such as" };
        var stored = await CreateAsync(round);

        Assert.False(stored.Targets.Exhaustive);
        Assert.Equal(ReconciliationState.NotStated, stored.Targets.Reconciliation.State);
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Rounds.CancelRoundAsync(new TransitionRequest { Name = stored.Name })));
        Assert.Equal(RoundState.Cancelled, (await Rounds.CancelRoundAsync(new TransitionRequest { Name = stored.Name, Reason = "No money" })).State);
    }

    [Fact]
    public async Task A_council_has_its_members_in_categories_and_can_reach_its_quorum()
    {
        var councils = new CouncilService.CouncilServiceClient(Approver);
        var council = new Council
        {
            Names = { new Name { Text = "Deliberation council" } },
            Categories = { new CouncilCategory { Key = "academia", Text = "academia", Members = Sample.Exactly(1) } },
            Members = { new CouncilMember { AsPrinted = "A", Category = "academia" }, new CouncilMember { AsPrinted = "B", Category = "academia" }, new CouncilMember { Category = "press" } },
            Size = Sample.Exactly(2),
            Quorum = Sample.Exactly(3),
        };

        var refused = await Refused.InvalidAsync(() => councils.CreateCouncilAsync(new CreateCouncilRequest { Council = council }));
        Assert.Equal(
            [("members[2]", "RESOURCE_OR_AS_PRINTED"), ("members[2].category", "UNKNOWN_KEY"), ("quorum", "QUORUM_OVER_SIZE"), ("members", "MEMBERS_OVER_SIZE"), ("categories[0].members", "MEMBERS_OVER_SIZE")],
            refused);

        council.Members.RemoveAt(2);
        council.Record = new Record { Historical = true };
        var past = await councils.CreateCouncilAsync(new CreateCouncilRequest { Council = council });
        Assert.Equal(["QUORUM_OVER_SIZE", "MEMBERS_OVER_SIZE"], past.Record.Warnings.Select(w => w.Rule));
    }

    [Fact]
    public async Task A_proposal_names_an_area_of_its_round_a_lead_and_the_reason_it_fell()
    {
        var round = await CreateAsync(Sample.Round());
        var proposal = new Proposal { Titles = { new Name { Text = "Master plan" } }, Area = "roads" };

        Assert.Equal([("area", "UNKNOWN_KEY")], await Refused.InvalidAsync(() => ProposeAsync(round, proposal)));
        proposal.Area = "consulting";
        var name = (await ProposeAsync(round, proposal)).Name;
        Assert.Equal([("parties", "LEAD_REQUIRED")], await Refused.InvalidAsync(() => Proposals.SubmitProposalAsync(new TransitionRequest { Name = name })));

        await Proposals.UpdateProposalAsync(new UpdateProposalRequest { Proposal = new Proposal { Name = name, Parties = { new Party { AsPrinted = "A city", Role = PartyRole.Lead } } } });
        await Proposals.SubmitProposalAsync(new TransitionRequest { Name = name });
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Proposals.ScreenOutProposalAsync(new TransitionRequest { Name = name })));
        await Proposals.ScreenInProposalAsync(new TransitionRequest { Name = name });
        await Proposals.ReviewProposalAsync(new TransitionRequest { Name = name });
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Proposals.RejectProposalAsync(new TransitionRequest { Name = name })));
        await Proposals.ReserveProposalAsync(new TransitionRequest { Name = name });
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Proposals.WithdrawProposalAsync(new TransitionRequest { Name = name })));

        var without = new Round { Name = round.Name, Areas = { round.Areas[1] } };
        Assert.Equal([("areas", "AREA_IN_USE")], await Refused.InvalidAsync(() => Rounds.UpdateRoundAsync(new UpdateRoundRequest { Round = without, UpdateMask = new() { Paths = { "areas" } } })));
    }

    [Fact]
    public async Task Nothing_is_proposed_in_a_round_that_is_not_there()
    {
        Assert.Equal("REFERENCE_NOT_FOUND", await Refused.ReasonAsync(() => Proposals.CreateProposalAsync(new CreateProposalRequest
        {
            Parent = "rounds/nowhere",
            Proposal = new Proposal { Titles = { new Name { Text = "Lost" } } },
        })));
        var round = await CreateAsync(Sample.Round());
        await ProposeAsync(round, new Proposal { Titles = { new Name { Text = "Kept" } } });
        Assert.Equal("STILL_REFERENCED", await Refused.ReasonAsync(() => Rounds.DeleteRoundAsync(new DeleteRequest { Name = round.Name })));
    }

    [Fact]
    public async Task A_project_fits_its_round_and_an_unknown_allocation_stays_unknown()
    {
        var round = await CreateAsync(Sample.Round());
        var project = Sample.Project(round.Name, "");
        project.Area = "roads";
        Assert.Equal([("area", "UNKNOWN_KEY")], await Refused.InvalidAsync(() => Projects.CreateProjectAsync(new CreateProjectRequest { Project = project })));
        project.Area = "training";
        project.Budget[0].PartOf = "rounds/other";
        Assert.Contains(("budget[0].part_of", "OTHER_ROUND"), await Refused.InvalidAsync(() => Projects.CreateProjectAsync(new CreateProjectRequest { Project = project })));

        project.Budget[0].PartOf = round.Name;
        var stored = await Projects.CreateProjectAsync(new CreateProjectRequest { Project = project });
        Assert.Equal(("", Qualifier.Unknown), (stored.Budget[0].Amount, stored.Budget[0].Qualifier));
        Assert.Contains("MONEY_UNKNOWN", stored.Record.Warnings.Select(w => w.Rule));
        Assert.Equal([stored.Name], (await Projects.ListProjectsAsync(new ListRequest { Filter = $"round = \"{round.Name}\" area = training" })).Projects.Select(p => p.Name));

        Assert.Equal([("area", "ROUND_MISSING")], await Refused.InvalidAsync(() => Projects.CreateProjectAsync(new CreateProjectRequest
        {
            Project = new Project { Names = { new Name { Text = "loose" } }, Kind = ProjectKind.Training, Area = "training" },
        })));
    }

    [Fact]
    public async Task A_project_resumes_only_from_a_standstill()
    {
        var project = await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project("", "1") });

        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Projects.ResumeProjectAsync(new TransitionRequest { Name = project.Name })));
        await Projects.StartProjectAsync(new TransitionRequest { Name = project.Name });
        Assert.Equal(ProjectState.Closed, (await Projects.CloseProjectAsync(new TransitionRequest { Name = project.Name })).State);
    }

    private async Task<Round> CreateAsync(Round round) => await Rounds.CreateRoundAsync(new CreateRoundRequest { Round = round });

    private async Task<Proposal> ProposeAsync(Round round, Proposal proposal) => await Proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = proposal });
}
