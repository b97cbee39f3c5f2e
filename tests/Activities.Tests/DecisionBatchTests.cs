using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Many decisions at once, the reserve list, and a ceiling that holds however many ask.</summary>
public sealed class DecisionBatchTests(SelectionFixture fixture) : IClassFixture<SelectionFixture>
{
    [Fact]
    public async Task A_preview_tells_what_is_wrong_in_each_row_and_writes_nothing()
    {
        var (room, round, proposals) = await RoomAsync(4);
        var request = new DecideRoundRequest
        {
            Name = round.Name,
            Rows =
            {
                Row(proposals[0], DecisionOutcome.Selected, 1, "600"),
                Row(proposals[1], DecisionOutcome.Selected, 1, "300"),
                Row(proposals[2], DecisionOutcome.Selected, 3, "500"),
                Row(proposals[3], DecisionOutcome.NotSelected, 0, ""),
                Row("rounds/none/proposals/none", DecisionOutcome.Reserve, 5, ""),
            },
            ValidateOnly = true,
        };

        var preview = await room.Selection.DecideRoundAsync(request);
        Assert.False(preview.Applied);
        Assert.Equal(["", "rank DUPLICATE", "granted LIMIT_EXCEEDED", "reason REASON", "proposal NOT_FOUND"], preview.Rows.Select(r => string.Join(", ", r.Problems.Select(p => $"{p.Field} {p.Rule}"))));

        request.ValidateOnly = false;
        var refused = await Refused.InvalidAsync(() => room.Selection.DecideRoundAsync(request));
        Assert.Equal([("rows[1].rank", "DUPLICATE"), ("rows[2].granted", "LIMIT_EXCEEDED"), ("rows[3].reason", "REASON"), ("rows[4].proposal", "NOT_FOUND")], refused);
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from decisions where parent = '{round.Name}'"));
        Assert.Equal(4L, await fixture.Database.ScalarAsync<long>($"select count(*) from proposals where parent = '{round.Name}' and state = 'UNDER_REVIEW'"));
    }

    [Fact]
    public async Task Rows_are_written_together_once_and_summed_up_against_what_was_asked()
    {
        var (room, round, proposals) = await RoomAsync(3, i => i == 2 ? "" : "500");
        var request = new DecideRoundRequest
        {
            Name = round.Name,
            DecidedBy = "the council",
            Date = new DateValue { Edtf = "2027-07" },
            RequestId = Guid.NewGuid().ToString(),
            Rows = { Row(proposals[0], DecisionOutcome.Selected, 1, "400"), Row(proposals[1], DecisionOutcome.Reserve, 2, ""), Row(proposals[2], DecisionOutcome.NotSelected, 0, "", "no partner") },
        };
        request.Rows[0].ProjectId = $"project-{Guid.NewGuid():N}";

        var first = await room.Selection.DecideRoundAsync(request);
        Assert.Equal(first, await room.Selection.DecideRoundAsync(request));
        var project = await new ProjectService.ProjectServiceClient(room.Office).GetProjectAsync(new GetRequest { Name = first.Rows[0].Project });
        Assert.Equal((round.Name, "400", MoneyKind.Approved), (project.Round, project.Budget[0].Amount, project.Budget[0].Kind));
        var decision = await room.Decisions.GetDecisionAsync(new GetRequest { Name = first.Rows[0].Decision });
        Assert.Equal(("500", "400", project.Name), (decision.Requested.Amount, decision.Granted.Amount, decision.Project));
        Assert.Equal("the council", (await room.Proposals.GetProposalAsync(new GetRequest { Name = proposals[2] })).Record.Transitions[^1].DecidedBy);

        var summary = await room.Selection.SummarizeSelectionAsync(new SummarizeSelectionRequest { Name = round.Name });
        Assert.Equal((3, 1, 1, 1, 0), (summary.All.Proposals, summary.All.Selected, summary.All.Reserve, summary.All.NotSelected, summary.All.Undecided));
        Assert.Equal(("1000", 0, "400"), (summary.All.Asked.Single(a => a.CurrencyCode == "KRW").Amount, summary.All.Asked.Single(a => a.CurrencyCode == "KRW").UnknownTerms, summary.All.Granted[0].Amount));
        Assert.Equal(1, summary.All.Asked.Single(a => a.CurrencyCode.Length == 0).UnknownTerms);
    }

    [Fact]
    public async Task The_first_in_reserve_takes_the_place_and_the_money_of_one_that_fell_out()
    {
        var (room, round, proposals) = await RoomAsync(3);
        var decided = await room.Selection.DecideRoundAsync(new DecideRoundRequest
        {
            Name = round.Name,
            Rows = { Row(proposals[0], DecisionOutcome.Selected, 1, "900"), Row(proposals[1], DecisionOutcome.Reserve, 3, ""), Row(proposals[2], DecisionOutcome.Reserve, 2, "") },
        });
        var promotion = new PromoteReserveRequest { Name = round.Name, Granted = Sample.Won("500", MoneyKind.Approved), Reason = "the first one was given up" };

        Assert.Equal("LIMIT_EXCEEDED", await Refused.ReasonAsync(() => room.Selection.PromoteReserveAsync(promotion)));
        Assert.Equal("reason REQUIRED", await Refused.OutcomeAsync(() => room.Selection.PromoteReserveAsync(new PromoteReserveRequest { Name = round.Name })));
        promotion.InPlaceOf = decided.Rows[0].Decision;
        promotion.RequestId = Guid.NewGuid().ToString();
        var promoted = await room.Selection.PromoteReserveAsync(promotion);

        Assert.Equal((proposals[2], DecisionOutcome.Selected, 2), (promoted.Proposal, promoted.Outcome, promoted.Rank));
        Assert.Equal(promoted, await room.Selection.PromoteReserveAsync(promotion));
        Assert.Equal(ProposalState.Selected, (await room.Proposals.GetProposalAsync(new GetRequest { Name = proposals[2] })).State);
        Assert.Equal(DecisionOutcome.Released, (await room.Decisions.GetDecisionAsync(new GetRequest { Name = promotion.InPlaceOf })).Outcome);
        promotion.RequestId = "";
        Assert.Equal("in_place_of NOT_SELECTED", await Refused.OutcomeAsync(() => room.Selection.PromoteReserveAsync(promotion)));
    }

    [Fact]
    public async Task Sixty_four_promotions_and_decisions_at_once_keep_within_the_ceiling()
    {
        const int Clients = 64;
        var (room, round, proposals) = await RoomAsync(Clients);
        await room.Selection.DecideRoundAsync(new DecideRoundRequest { Name = round.Name, Rows = { proposals.Take(Clients / 2).Select((p, i) => Row(p, DecisionOutcome.Reserve, i + 1, "")) } });
        var random = new Random(20170711);
        var amounts = Enumerable.Range(0, Clients).Select(_ => random.Next(10, 200)).ToList();

        var results = await Task.WhenAll(amounts.Select((amount, i) => i < Clients / 2
            ? Refused.OutcomeAsync(() => room.Selection.PromoteReserveAsync(new PromoteReserveRequest { Name = round.Name, Granted = Sample.Won(Text(amount), MoneyKind.Approved), Reason = $"client {i}" }))
            : Refused.OutcomeAsync(() => room.Selection.DecideRoundAsync(new DecideRoundRequest { Name = round.Name, Rows = { Row(proposals[i], DecisionOutcome.Selected, i + 1, Text(amount)) } }))));

        var selected = (await room.Decisions.ListDecisionsAsync(new ListRequest { Parent = round.Name, Filter = "outcome = SELECTED", PageSize = 1000 })).Decisions;
        var taken = selected.Sum(d => decimal.Parse(d.Granted.Amount, CultureInfo.InvariantCulture));
        Assert.InRange(taken, 1, 1000);
        Assert.All(results, r => Assert.Contains(r, new[] { "OK", "LIMIT_EXCEEDED", "rows[0].granted LIMIT_EXCEEDED" }));
        Assert.Equal(amounts.Where((_, i) => results[i] == "OK").Sum(), taken);
        Assert.Equal(results.Count(r => r == "OK"), selected.Select(d => d.Proposal).Distinct().Count());
        Assert.All(amounts.Where((_, i) => results[i] != "OK"), a => Assert.True(a > 1000 - taken, $"{a} was refused while {1000 - taken} is left."));
    }

    private static string Text(int amount) => amount.ToString(CultureInfo.InvariantCulture);

    private static DecisionRow Row(string proposal, DecisionOutcome outcome, int rank, string granted, string reason = "") => new()
    {
        Proposal = proposal, Outcome = outcome, Rank = rank, Reason = reason, Granted = granted.Length > 0 ? Sample.Won(granted, MoneyKind.Approved) : null,
    };

    private async Task<(CouncilRoom Room, Round Round, List<string> Proposals)> RoomAsync(int count, Func<int, string>? asked = null)
    {
        var room = new CouncilRoom(fixture);
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("ann")));
        var proposals = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var amount = asked?.Invoke(i) ?? "";
            proposals.Add(await room.ProposalAsync(round.Name, "", "", p => p.Requested = amount.Length > 0 ? Sample.Won(amount, MoneyKind.Requested) : null));
        }

        return (room, round, proposals);
    }
}
