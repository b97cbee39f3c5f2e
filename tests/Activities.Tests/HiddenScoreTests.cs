using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Nobody learns what others gave before giving their own: not by any way of reading.</summary>
public sealed class HiddenScoreTests(SelectionFixture fixture) : IClassFixture<SelectionFixture>
{
    private static readonly Role[] Every = [Role.CouncilMember, Role.Viewer, Role.Editor, Role.Approver, Role.Auditor, Role.Operator];

    [Fact]
    public async Task A_member_of_every_role_sees_others_scores_only_after_casting_on_the_same_proposal()
    {
        var room = new CouncilRoom(fixture);
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("ann"), CouncilRoom.Member("bob")));
        var (first, second) = (await room.ProposalAsync(round.Name, ""), await room.ProposalAsync(round.Name, ""));
        var score = await room.Cast("ann", first, "4", "3");
        Assert.Equal("72", score.Total);
        var bob = room.Scores("bob", Every);
        var (changes, compare) = (new ChangeService.ChangeServiceClient(room.Channel("bob", Every)), new CompareVersionsRequest { Name = score.Name });
        await Eventually.Async("the score to be numbered", async () => (await changes.ListChangesAsync(new ListChangesRequest { Name = score.Name })).Changes.Count == 1);

        await SeesNothingAsync();
        await room.Cast("bob", second, "1", "1");
        await SeesNothingAsync();

        // Feeds carry no scores at all, for anyone; a stream is read by its first message.
        Assert.All((await changes.ListChangesAsync(new ListChangesRequest { Name = score.Name })).Changes, c => Assert.True(c.Body.IsEmpty));
        using var watch = changes.WatchChanges(new WatchRequest { Name = score.Name });
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        Assert.True(watch.ResponseStream.Current.Change.Body.IsEmpty);

        await room.Cast("bob", first, "5", "5");
        Assert.Equal("72", (await bob.GetScoreAsync(new GetRequest { Name = score.Name })).Total);
        Assert.Equal(2, (await bob.ListScoresAsync(new ListRequest { Parent = first })).Scores.Count);
        Assert.Contains(score.Name, (await bob.BatchGetScoresAsync(new BatchGetRequest { Names = { score.Name } })).Scores.Select(s => s.Name));
        Assert.NotEmpty((await changes.CompareVersionsAsync(compare)).Differences);

        async Task SeesNothingAsync()
        {
            Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => bob.GetScoreAsync(new GetRequest { Name = score.Name })));
            Assert.Empty((await bob.ListScoresAsync(new ListRequest { Parent = first, Filter = "member = \"ann\"", ShowDeleted = true })).Scores);
            Assert.Empty((await bob.ListScoresAsync(new ListRequest { Parent = "rounds/-/proposals/-", Filter = $"round = \"{round.Name}\" AND member = \"ann\"" })).Scores);
            Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => bob.BatchGetScoresAsync(new BatchGetRequest { Names = { score.Name } })));
            Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => changes.CompareVersionsAsync(compare)));
        }
    }

    [Fact]
    public async Task The_office_sees_scores_and_a_changed_one_keeps_its_history_and_reason()
    {
        var room = new CouncilRoom(fixture);
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("ann")));
        var proposal = await room.ProposalAsync(round.Name, "");
        var score = await room.Cast("ann", proposal, "4", "3");

        Assert.Equal(["reason REQUIRED"], [await Refused.OutcomeAsync(() => room.Cast("ann", proposal, "5", "3"))]);
        Assert.Equal("84", (await room.Cast("ann", proposal, "5", "3", "read the annex")).Total);
        Assert.Equal("84", (await room.Scores("office-clerk", Role.Approver).GetScoreAsync(new GetRequest { Name = score.Name })).Total);
        Assert.Equal("PERMISSION_DENIED", await Refused.ReasonAsync(() => room.Scores("viewer", Role.Viewer).GetScoreAsync(new GetRequest { Name = score.Name })));
    }

    [Fact]
    public async Task Points_fit_the_adopted_sheet_and_a_stranger_casts_none()
    {
        var room = new CouncilRoom(fixture);
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("ann")));
        var proposal = await room.ProposalAsync(round.Name, "");

        Assert.Equal("points[0].points RANGE", await Refused.OutcomeAsync(() => room.Cast("ann", proposal, "6", "3")));
        Assert.Equal("parent NOT_A_MEMBER", await Refused.OutcomeAsync(() => room.Cast("eve", proposal, "1", "1")));
        Assert.Equal(
            "points REQUIRED, points[1].criterion UNKNOWN_KEY",
            await Refused.OutcomeAsync(() => room.Scores("ann").CastScoreAsync(new CastScoreRequest { Parent = proposal, Points = { new CriterionPoints { Criterion = "need", Points = "1" }, new CriterionPoints { Criterion = "style", Points = "1" } } })));
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from scores where parent = '{proposal}'"));
    }
}
