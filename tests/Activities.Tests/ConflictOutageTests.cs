using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>While the owner of posts does not answer, nobody can tell who is in conflict, and nothing is let through.</summary>
public sealed class ConflictOutageTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    [Fact]
    public async Task Without_the_owner_of_posts_no_score_is_taken_and_no_conflict_made_up()
    {
        var office = fixture.Service.ChannelWith(TestIssuer.Token("office", [Role.Editor, Role.Approver]));
        var council = await new CouncilService.CouncilServiceClient(office).CreateCouncilAsync(new CreateCouncilRequest
        {
            Council = new Council { Names = { new Name { Text = "Council" } }, Members = { new CouncilMember { Key = "kim", Represents = "organizations/corporation", Account = "kim" } } },
        });
        var rounds = new RoundService.RoundServiceClient(office);
        var round = Sample.Round();
        round.Council = council.Name;
        round = await rounds.CreateRoundAsync(new CreateRoundRequest { Round = round });
        await rounds.DeliberateRoundAsync(new TransitionRequest { Name = round.Name });
        var sheets = new ScoreSheetService.ScoreSheetServiceClient(office);
        var sheet = await sheets.CreateScoreSheetAsync(new CreateScoreSheetRequest { Parent = round.Name, ScoreSheet = CouncilRoom.Sheet(("need", "1")) });
        await sheets.AdoptScoreSheetAsync(new TransitionRequest { Name = sheet.Name });
        var proposals = new ProposalService.ProposalServiceClient(office);
        var proposal = await proposals.CreateProposalAsync(new CreateProposalRequest { Parent = round.Name, Proposal = new Proposal { Titles = { new Name { Text = "Plan" } }, Parties = { new Party { Resource = "organizations/other", Role = PartyRole.Lead } } } });
        await proposals.SubmitProposalAsync(new TransitionRequest { Name = proposal.Name });
        await proposals.ScreenInProposalAsync(new TransitionRequest { Name = proposal.Name });
        await proposals.ReviewProposalAsync(new TransitionRequest { Name = proposal.Name });

        var scores = new ScoreService.ScoreServiceClient(fixture.Service.ChannelWith(TestIssuer.Token("kim", [Role.CouncilMember])));
        Assert.Equal("UNAVAILABLE", await Refused.ReasonAsync(() => scores.CastScoreAsync(new CastScoreRequest { Parent = proposal.Name, Points = { new CriterionPoints { Criterion = "need", Points = "5" } } })));
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>("select (select count(*) from scores) + (select count(*) from conflicts)"));
    }
}
