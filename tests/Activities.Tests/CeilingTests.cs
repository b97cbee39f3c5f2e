using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>A round's ceiling and its ranks hold however many write at once.</summary>
public sealed class CeilingTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private const int Writers = 16;

    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private RoundService.RoundServiceClient Rounds => new(Approver);

    private ProjectService.ProjectServiceClient Projects => new(Approver);

    private DecisionService.DecisionServiceClient Decisions => new(Approver);

    [Fact]
    public async Task Sixty_four_at_once_never_take_more_than_the_ceiling()
    {
        var round = await RoundAsync();
        var random = new Random(20170701);
        var amounts = Enumerable.Range(0, 64).Select(_ => random.Next(10, 200)).ToList();

        var results = await Task.WhenAll(amounts.Select(a => Refused.OutcomeAsync(() => Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, a.ToString(System.Globalization.CultureInfo.InvariantCulture)) }))));

        var taken = amounts.Where((_, i) => results[i] == "OK").Sum();
        Assert.InRange(taken, 1, 1000);
        Assert.All(results, r => Assert.Contains(r, new[] { "OK", "LIMIT_EXCEEDED" }));

        // What was left only shrank, so whoever was refused asked for more than is left now.
        Assert.All(amounts.Where((_, i) => results[i] != "OK"), a => Assert.True(a > 1000 - taken, $"{a} was refused while {1000 - taken} is left."));
        Assert.Equal((long)results.Count(r => r == "OK"), await fixture.Database.ScalarAsync<long>($"select count(*) from projects where round = '{round.Name}'"));
    }

    [Fact]
    public async Task Updates_and_a_lowered_ceiling_at_once_keep_within_it()
    {
        var round = await RoundAsync();
        var names = new List<string>();
        for (var i = 0; i < Writers; i++)
        {
            names.Add((await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "10") })).Name);
        }

        var writes = names.Select(n => Refused.OutcomeAsync(() => Projects.UpdateProjectAsync(new UpdateProjectRequest { Project = new Project { Name = n, Budget = { Sample.Won("110", MoneyKind.Approved) } }, UpdateMask = new() { Paths = { "budget" } } })))
            .Append(Refused.OutcomeAsync(() => Rounds.UpdateRoundAsync(new UpdateRoundRequest { Round = new Round { Name = round.Name, Budget = { Sample.Won("500", MoneyKind.Ceiling) } }, UpdateMask = new() { Paths = { "budget" } } })));
        var results = await Task.WhenAll(writes);

        var ceiling = decimal.Parse((await Rounds.GetRoundAsync(new GetRequest { Name = round.Name })).Budget[0].Amount, System.Globalization.CultureInfo.InvariantCulture);
        var taken = (await Projects.ListProjectsAsync(new ListRequest { Filter = $"round = \"{round.Name}\"", PageSize = 100 })).Projects.Sum(p => decimal.Parse(p.Budget[0].Amount, System.Globalization.CultureInfo.InvariantCulture));
        Assert.All(results, r => Assert.Contains(r, new[] { "OK", "LIMIT_EXCEEDED" }));
        Assert.Contains("LIMIT_EXCEEDED", results);
        Assert.True(taken <= ceiling, $"{taken} of {ceiling}");
    }

    [Fact]
    public async Task A_cancelled_project_frees_its_money_and_an_unknown_sum_takes_none()
    {
        var round = await RoundAsync();
        var first = await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "1000") });
        await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "") });
        Assert.Equal("LIMIT_EXCEEDED", await Refused.OutcomeAsync(() => Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "1") })));

        await Projects.CancelProjectAsync(new TransitionRequest { Name = first.Name });
        await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "1") });
    }

    [Fact]
    public async Task A_past_project_over_the_ceiling_keeps_a_warning()
    {
        var round = await RoundAsync();
        var project = Sample.Project(round.Name, "1001");
        project.State = ProjectState.Closed;
        project.Record = new Record { Historical = true };

        var stored = await Projects.CreateProjectAsync(new CreateProjectRequest { Project = project });
        Assert.Contains(("budget", "LIMIT_EXCEEDED"), stored.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task One_rank_goes_to_one_of_many_and_a_past_tie_is_kept()
    {
        var round = await RoundAsync();
        var projects = new List<string>();
        for (var i = 0; i < Writers; i++)
        {
            projects.Add((await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "1") })).Name);
        }

        var results = await Task.WhenAll(projects.Select(p => Refused.OutcomeAsync(() => Decide(round, new Decision { Project = p, Rank = 1 }))));

        Assert.Single(results, "OK");
        Assert.All(results.Where(r => r != "OK"), r => Assert.Equal("rank DUPLICATE", r));
        var tie = await Decide(round, new Decision { Project = projects[0], Rank = 1, Record = new Record { Historical = true } });
        Assert.Contains(("rank", "DUPLICATE"), tie.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task The_database_itself_keeps_ranks_and_proposals_apart()
    {
        var round = await RoundAsync();
        var decision = await Decide(round, new Decision { Project = (await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(round.Name, "1") })).Name, Rank = 3 });
        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => fixture.Database.ScalarAsync<long>(
            $"insert into decisions (name, version, body, hash, index_version, create_time, update_time, parent, rank) select name || 'x', 1, body, hash, 1, create_time, update_time, parent, rank from decisions where name = '{decision.Name}' returning 1::bigint"));
    }

    [Fact]
    public async Task A_decision_keeps_to_its_round_to_one_proposal_and_to_the_ceiling()
    {
        var (round, other) = (await RoundAsync(), await RoundAsync());
        var proposals = new ProposalService.ProposalServiceClient(Approver);
        var proposal = await proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = new Proposal { Titles = { new Name { Text = "P" } } } });
        var project = await Projects.CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project(other.Name, "1") });

        Assert.Equal("proposal OTHER_ROUND", await Refused.OutcomeAsync(() => Decide(other, new Decision { Proposal = proposal.Name })));
        Assert.Equal("project OTHER_ROUND", await Refused.OutcomeAsync(() => Decide(round, new Decision { Project = project.Name })));
        Assert.Equal("proposal REQUIRED", await Refused.OutcomeAsync(() => Decide(round, new Decision())));
        Assert.Equal("reason REASON", await Refused.OutcomeAsync(() => Decide(round, new Decision { Proposal = proposal.Name, Outcome = DecisionOutcome.NotSelected })));
        await Decide(round, new Decision { Proposal = proposal.Name, Granted = Sample.Won("900", MoneyKind.Approved) });
        Assert.Equal("proposal DUPLICATE", await Refused.OutcomeAsync(() => Decide(round, new Decision { Proposal = proposal.Name })));

        var second = await proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = new Proposal { Titles = { new Name { Text = "Q" } } } });
        Assert.Equal("LIMIT_EXCEEDED", await Refused.OutcomeAsync(() => Decide(round, new Decision { Proposal = second.Name, Granted = Sample.Won("101", MoneyKind.Approved) })));
    }

    private async Task<Round> RoundAsync() => await Rounds.CreateRoundAsync(new CreateRoundRequest { Round = Sample.Round() });

    private AsyncUnaryCall<Decision> Decide(Round round, Decision decision)
    {
        if (decision.Outcome == DecisionOutcome.Unspecified)
        {
            decision.Outcome = DecisionOutcome.Selected;
        }

        return Decisions.CreateDecisionAsync(new CreateDecisionRequest { Parent = round.Name, Decision = decision });
    }
}
