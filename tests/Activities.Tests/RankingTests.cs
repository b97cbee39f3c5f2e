using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>The order of proposals: by a rule written down, computed anew to the last bit.</summary>
public sealed class RankingTests(SelectionFixture fixture) : IClassFixture<SelectionFixture>
{
    [Fact]
    public async Task Equal_totals_are_parted_by_the_heaviest_criterion_and_real_ties_share_a_rank()
    {
        var (room, round) = await RoomAsync();
        // Totals 60, 60, 60, 20: the first by need (0.6) against effect (0.4), the next two alike.
        var (need, twinA, twinB, last, unscored) = (await room.ProposalAsync(round.Name, "", "p-need"), await room.ProposalAsync(round.Name, "", "p-a"), await room.ProposalAsync(round.Name, "", "p-b"), await room.ProposalAsync(round.Name, "", "p-last"), await room.ProposalAsync(round.Name, "", "p-none"));
        await CastAsync(room, (need, "5", "0"), (twinA, "3", "3"), (twinB, "3", "3"), (last, "1", "1"));

        Assert.Equal(["parent SCORE_MISSING, parent SCORE_MISSING"], [await Refused.OutcomeAsync(() => room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name }))]);
        var ranking = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name, Incomplete = true, Reason = "one was withdrawn" });

        Assert.Equal([(need, 1, "60"), (twinA, 2, "60"), (twinB, 2, "60"), (last, 4, "20"), (unscored, 0, "")], ranking.Rows.Select(r => (r.Proposal, r.Rank, r.Total)));
        Assert.Equal(["need", "need", "need", "", ""], ranking.Rows.Select(r => r.PartedBy));
        Assert.Equal([false, true, true, false, false], ranking.Rows.Select(r => r.Tied));

        // The office may not pass over a tie in silence.
        var tied = await room.Selection.DecideRoundAsync(new DecideRoundRequest { Name = round.Name, Ranking = ranking.Name, ValidateOnly = true, Rows = { new DecisionRow { Proposal = twinB, Outcome = DecisionOutcome.Selected } } });
        Assert.Equal("TIED", Assert.Single(tied.Rows[0].Problems).Rule);
    }

    [Fact]
    public async Task A_ranking_computes_anew_to_the_same_digest_and_closes_scoring()
    {
        var (room, round) = await RoomAsync();
        var proposal = await room.ProposalAsync(round.Name, "");
        await CastAsync(room, (proposal, "3.3333", "1.1"));
        var ranking = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name });
        Assert.Equal(64, ranking.Digest.Length);
        Assert.Equal("parent SCORING_CLOSED", await Refused.OutcomeAsync(() => room.Cast("ann", proposal, "1", "1", "late")));
        await Verified(ranking, room, []);

        // Taken back with a reason, scoring goes on; the old ranking still computes, and says what changed since.
        Assert.Equal("reason REQUIRED", await Refused.OutcomeAsync(() => room.Rankings.DeleteRankingAsync(new DeleteRequest { Name = ranking.Name })));
        await room.Rankings.DeleteRankingAsync(new DeleteRequest { Name = ranking.Name, Reason = "an annex was missing" });
        var member = new RankingService.RankingServiceClient(room.Channel("bob"));
        Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => member.GetRankingAsync(new GetRequest { Name = ranking.Name })));
        var changed = await room.Cast("ann", proposal, "5", "5", "read the annex");
        await Verified(ranking, room, [changed.Name]);
        var next = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name });
        Assert.NotEqual(ranking.Digest, next.Digest);
    }

    [Fact]
    public async Task What_was_tampered_with_does_not_verify()
    {
        var (room, round) = await RoomAsync();
        var proposal = await room.ProposalAsync(round.Name, "");
        await CastAsync(room, (proposal, "4", "4"));
        var ranking = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name });
        ranking.Rows[0].Total = "99";
        await fixture.Database.ScalarAsync<int>($"update rankings set body = '\\x{Convert.ToHexString(Google.Protobuf.MessageExtensions.ToByteArray(ranking))}' where name = '{ranking.Name}' returning 1");

        Assert.False((await room.Rankings.VerifyRankingAsync(new VerifyRankingRequest { Name = ranking.Name })).Matches);
    }

    [Fact]
    public async Task Another_version_of_the_sheet_takes_its_place_and_older_scores_do_not_count()
    {
        var (room, round) = await RoomAsync();
        var proposal = await room.ProposalAsync(round.Name, "");
        await CastAsync(room, (proposal, "5", "0"));
        var old = Assert.Single((await room.Sheets.ListScoreSheetsAsync(new ListRequest { Parent = round.Name })).ScoreSheets);
        Assert.Equal("FIELD_LOCKED", await Refused.OutcomeAsync(() => room.Sheets.UpdateScoreSheetAsync(new UpdateScoreSheetRequest { ScoreSheet = new ScoreSheet { Name = old.Name, Criteria = { CouncilRoom.Sheet(("need", "1")).Criteria } }, UpdateMask = new() { Paths = { "criteria" } } })));
        Assert.Equal("criteria WEIGHTS_SUM", await Refused.OutcomeAsync(() => room.Sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = round.Name, ScoreSheet = CouncilRoom.Sheet(("need", "0.6"), ("effect", "0.5")) })));

        var next = await room.Sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = round.Name, ScoreSheet = CouncilRoom.Sheet(("need", "50"), ("effect", "50")) });
        next = await room.Sheets.AdoptScoreSheetAsync(new TransitionRequest { Name = next.Name });
        old = await room.Sheets.GetScoreSheetAsync(new GetRequest { Name = old.Name });
        Assert.Equal((2, ScoreSheetState.Adopted, ScoreSheetState.Superseded), (next.Version, next.State, old.State));
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => room.Sheets.AdoptScoreSheetAsync(new TransitionRequest { Name = old.Name })));
        Assert.Equal(["parent SCORE_MISSING, parent SCORE_MISSING"], [await Refused.OutcomeAsync(() => room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name }))]);
        Assert.Equal("50", (await room.Cast("ann", proposal, "5", "0", "another sheet")).Total);
    }

    private static async Task Verified(Ranking ranking, CouncilRoom room, IEnumerable<string> changed)
    {
        var verified = await room.Rankings.VerifyRankingAsync(new VerifyRankingRequest { Name = ranking.Name });
        Assert.True(verified.Matches);
        Assert.Equal((ranking.Digest, ranking.Digest), (verified.StoredDigest, verified.ComputedDigest));
        Assert.Equal(changed, verified.ChangedSince);
    }

    private static async Task CastAsync(CouncilRoom room, params (string Proposal, string Need, string Effect)[] scores)
    {
        foreach (var (proposal, need, effect) in scores)
        {
            await room.Cast("ann", proposal, need, effect);
            await room.Cast("bob", proposal, need, effect);
        }
    }

    private async Task<(CouncilRoom Room, Round Round)> RoomAsync()
    {
        var room = new CouncilRoom(fixture);
        return (room, await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("ann"), CouncilRoom.Member("bob"))));
    }
}
