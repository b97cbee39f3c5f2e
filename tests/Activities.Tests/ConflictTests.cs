using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Interests found in posts and in the history of organizations block scores and votes.</summary>
public sealed class ConflictTests(SelectionFixture fixture) : IClassFixture<SelectionFixture>
{
    [Theory]
    [InlineData("the body itself")]
    [InlineData("a unit of it")]
    [InlineData("the body above it")]
    [InlineData("what it was merged from")]
    [InlineData("what became of it")]
    [InlineData("a post held long ago")]
    [InlineData("a body represented")]
    public async Task A_tie_to_a_party_blocks_scoring_and_the_recusal_stays(string tie)
    {
        var room = new CouncilRoom(fixture);
        var parent = await room.OrganizationAsync("Ministry");
        var old = await room.OrganizationAsync("Former corporation");
        var lead = await room.OrganizationAsync("Corporation", o =>
        {
            o.ParentOrganization = parent;
            o.Changes.Add(new OrganizationChange { Kind = OrganizationChangeKind.Merged, Predecessors = { old } });
        });
        var unit = await room.OrganizationAsync("Unit", o => (o.Kind, o.ParentOrganization) = (OrganizationKind.Unit, lead));
        var heir = await room.OrganizationAsync("Successor", o => o.Changes.Add(new OrganizationChange { Kind = OrganizationChangeKind.Renamed, Predecessors = { lead } }));
        var body = tie switch { "a unit of it" => unit, "the body above it" => parent, "what it was merged from" => old, "what became of it" => heir, _ => lead };
        var member = CouncilRoom.Member("kim", "agency", tie == "a body represented" ? lead : "");
        if (tie != "a body represented")
        {
            (member.Person, _) = await room.PostAsync(body, tie == "a post held long ago" ? "1999" : "2017");
        }

        var round = await room.DeliberatingAsync(await room.CouncilAsync(member, CouncilRoom.Member("lee")));
        var (own, other) = (await room.ProposalAsync(round.Name, lead), await room.ProposalAsync(round.Name, await room.OrganizationAsync("Elsewhere")));

        Assert.Equal("CONFLICT_OF_INTEREST", await Refused.ReasonAsync(() => room.Cast("kim", own, "5", "5")));
        await room.Cast("kim", other, "3", "3");
        await room.Cast("lee", own, "3", "3");
        var conflict = Assert.Single((await room.Conflicts.ListConflictsAsync(new ListRequest { Parent = round.Name })).Conflicts);
        Assert.Equal(("kim", own, ConflictKind.Computed, ConflictState.Standing), (conflict.Member, conflict.Proposal, conflict.Kind, conflict.State));
        Assert.Equal((body == lead || tie == "a body represented" ? lead : body, lead), (conflict.Basis[0].Organization, conflict.Basis[0].Party));
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from scores where parent = '{own}' and member = 'kim'"));
    }

    [Fact]
    public async Task All_members_are_compared_with_all_proposals_and_an_approver_lifts_with_a_reason()
    {
        var room = new CouncilRoom(fixture);
        var lead = await room.OrganizationAsync("Corporation");
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("kim", person: (await room.PostAsync(lead, "2001")).Person), CouncilRoom.Member("lee")));
        var own = await room.ProposalAsync(round.Name, lead);
        await room.ProposalAsync(round.Name, "");

        var found = Assert.Single((await room.Conflicts.ComputeConflictsAsync(new ComputeConflictsRequest { Parent = round.Name })).Conflicts);
        Assert.Equal("record.transitions REASON", await Refused.OutcomeAsync(() => room.Conflicts.LiftConflictAsync(new TransitionRequest { Name = found.Name })));
        await room.Conflicts.LiftConflictAsync(new TransitionRequest { Name = found.Name, Reason = "left sixteen years ago" });
        await room.Cast("kim", own, "4", "4");

        // Declared again by the member, it stands again, whatever was computed; the score cast meanwhile no longer counts.
        var declared = await new ConflictService.ConflictServiceClient(room.Channel("kim")).DeclareConflictAsync(new DeclareConflictRequest { Parent = round.Name, Proposal = own, Ground = "a relative works there" });
        Assert.Equal((found.Name, ConflictState.Standing, ConflictKind.Declared), (declared.Name, declared.State, declared.Kind));
        Assert.Equal("CONFLICT_OF_INTEREST", await Refused.ReasonAsync(() => room.Cast("kim", own, "1", "1", "again")));
        var ranking = await room.Rankings.MakeRankingAsync(new MakeRankingRequest { Parent = round.Name, Incomplete = true, Reason = "test" });
        var row = ranking.Rows.Single(r => r.Proposal == own);
        Assert.Equal((0, "kim"), (row.Scores, Assert.Single(row.Recused)));
    }

    [Fact]
    public async Task Nobody_declares_for_another_but_the_office()
    {
        var room = new CouncilRoom(fixture);
        var round = await room.DeliberatingAsync(await room.CouncilAsync(CouncilRoom.Member("kim"), CouncilRoom.Member("lee")));
        var proposal = await room.ProposalAsync(round.Name, "");
        var request = new DeclareConflictRequest { Parent = round.Name, Proposal = proposal, Member = "lee", Ground = "said so" };

        Assert.Equal("PERMISSION_DENIED", await Refused.ReasonAsync(() => new ConflictService.ConflictServiceClient(room.Channel("kim")).DeclareConflictAsync(request)));
        Assert.Equal("lee", (await room.Conflicts.DeclareConflictAsync(request)).Member);
    }

    [Fact]
    public async Task Votes_are_blocked_alike_and_count_against_the_quorum()
    {
        var room = new CouncilRoom(fixture);
        var lead = await room.OrganizationAsync("Corporation");
        var council = await room.CouncilAsync(CouncilRoom.Member("ann"), CouncilRoom.Member("bob"), CouncilRoom.Member("kim", "agency", lead));
        var round = await room.DeliberatingAsync(council);
        var proposal = await room.ProposalAsync(round.Name, lead);
        var meetings = new CouncilMeetingService.CouncilMeetingServiceClient(room.Office);
        var meeting = await meetings.CreateCouncilMeetingAsync(new CreateCouncilMeetingRequest
        {
            Parent = council,
            CouncilMeeting = new CouncilMeeting
            {
                Round = round.Name,
                Present = { "ann", "bob" },
                Motions = { new Motion { Key = "select", Text = "Select it", Proposal = proposal }, new Motion { Key = "minutes", Text = "Adopt the minutes" } },
            },
        });
        Assert.Equal(QuorumState.NotMet, meeting.Quorum);
        Assert.Equal("present NO_QUORUM", await Refused.OutcomeAsync(() => meetings.OpenCouncilMeetingAsync(new TransitionRequest { Name = meeting.Name })));
        await meetings.UpdateCouncilMeetingAsync(new UpdateCouncilMeetingRequest { CouncilMeeting = new CouncilMeeting { Name = meeting.Name, Present = { "ann", "bob", "kim" } }, UpdateMask = new() { Paths = { "present" } } });
        Assert.Equal("member NOT_VOTING", await Refused.OutcomeAsync(() => Vote("ann", "minutes")));
        await meetings.OpenCouncilMeetingAsync(new TransitionRequest { Name = meeting.Name });

        await Vote("ann", "minutes");
        await Vote("bob", "minutes");
        await Vote("kim", "minutes", VoteChoice.No);
        Assert.Equal("CONFLICT_OF_INTEREST", await Refused.ReasonAsync(() => Vote("kim", "select")));
        await Vote("ann", "select");
        await Vote("bob", "select");
        var closed = await meetings.CloseCouncilMeetingAsync(new TransitionRequest { Name = meeting.Name });

        Assert.Equal(QuorumState.Met, closed.Quorum);
        Assert.Equal([MotionOutcome.NoQuorum, MotionOutcome.Carried], closed.Motions.Select(m => m.Outcome));
        Assert.Equal("kim", Assert.Single(closed.Motions[0].Recused));
        Assert.Equal(["COUNCIL_MEETING_STATE_OPENED", "COUNCIL_MEETING_STATE_CLOSED"], closed.Record.Transitions.Select(t => t.State));

        Grpc.Core.AsyncUnaryCall<CouncilMeeting> Vote(string member, string motion, VoteChoice choice = VoteChoice.Yes) =>
            new CouncilMeetingService.CouncilMeetingServiceClient(room.Channel(member)).VoteCouncilMeetingAsync(new VoteCouncilMeetingRequest { Name = meeting.Name, Motion = motion, Choice = choice });
    }
}
