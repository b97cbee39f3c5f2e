using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>Matchings as an office plans them: an operation, a dropout, an outcome that became a lead.</summary>
public sealed class MatchingTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private MatchingService.MatchingServiceClient Matchings => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    [Fact]
    public async Task Wishes_become_a_schedule_and_a_dropout_moves_nobody_else()
    {
        var name = (await CreateAsync(Wished())).Name;
        var plan = await PlanAsync(name);
        var planned = await Matchings.GetMatchingAsync(new GetRequest { Name = name });

        Assert.Equal((MatchingState.Planned, MatchingMethod.FlowAndColoring, 23L, 23L), (planned.State, planned.Method, planned.Weight, planned.WeightBound));
        Assert.Equal((4, 4, 0, 6, 6), (plan.Meetings, plan.Added, plan.Removed, plan.WishesMet, plan.Wishes));
        Assert.Equal(["ana-gov", "ben-net"], planned.Meetings.Where(m => m.Mutual).Select(m => $"{m.Official}-{m.Company}").Order(StringComparer.Ordinal));

        var update = new Matching { Name = name, Officials = { planned.Officials } };
        update.Officials[0].Absent = true;
        await Matchings.UpdateMatchingAsync(new UpdateMatchingRequest { Matching = update });
        var again = await PlanAsync(name, keep: true);
        var kept = await Matchings.GetMatchingAsync(new GetRequest { Name = name });

        Assert.Equal((0, 2), (again.Added, again.Removed));
        Assert.Equal(planned.Meetings.Where(m => m.Official != "ana"), kept.Meetings);
        Assert.Equal(MatchingMethod.SlotBySlot, kept.Method);
    }

    [Fact]
    public async Task An_outcome_is_that_of_a_meeting_and_may_name_its_lead()
    {
        var name = (await CreateAsync(Wished())).Name;
        await PlanAsync(name);
        var stray = new Matching { Name = name, Outcomes = { new MeetingOutcome { Official = "ana", Company = "nobody", Result = MeetingResult.Held } } };
        Assert.Equal([("outcomes[0]", "NO_MEETING")], await Refused.InvalidAsync(() => Matchings.UpdateMatchingAsync(new UpdateMatchingRequest { Matching = stray })));

        await Matchings.HoldMatchingAsync(Sample.Move(name));
        var outcome = new Matching { Name = name, Outcomes = { new MeetingOutcome { Official = "ana", Company = "gov", Result = MeetingResult.Lead, Topic = "archives", Lead = "followUps/archives-in-peru" } } };
        var stored = await Matchings.UpdateMatchingAsync(new UpdateMatchingRequest { Matching = outcome });
        Assert.Equal("followUps/archives-in-peru", stored.Outcomes[0].Lead);
    }

    [Fact]
    public async Task A_plan_of_a_matching_changed_meanwhile_or_over_is_not_stored()
    {
        var matching = await CreateAsync(Wished());
        Assert.Equal("ETAG_MISMATCH", await Refused.ReasonAsync(() => Matchings.PlanMatchingAsync(new PlanMatchingRequest { Name = matching.Name, Etag = "\"7\"" })));
        await Matchings.CancelMatchingAsync(Sample.Move(matching.Name, "No companies"));
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Matchings.PlanMatchingAsync(new PlanMatchingRequest { Name = matching.Name })));

        var bad = Wished();
        bad.Officials[0].Wishes.Add(new MatchingWish { Key = "elsewhere", Score = 11 });
        bad.Meetings.Add(new Meeting { Official = "ana", Company = "gov", Slot = "s1" });
        Assert.Equal([("meetings", "BY_METHOD"), ("officials[0]", "UNKNOWN_KEY"), ("officials[0].wishes", "SCORE")], (await Refused.InvalidAsync(() => Matchings.CreateMatchingAsync(new CreateMatchingRequest { Matching = bad }))).Order());
    }

    [Fact]
    public async Task A_past_schedule_with_a_clash_is_kept_with_a_warning()
    {
        var past = Wished();
        past.State = MatchingState.Held;
        past.Record = new Record { Historical = true };
        past.Meetings.Add(new Meeting { Official = "ana", Company = "gov", Slot = "s1" });
        past.Meetings.Add(new Meeting { Official = "ana", Company = "net", Slot = "s1" });

        Assert.Equal([("meetings[1]", "CLASH")], (await CreateAsync(past)).Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task An_official_who_did_not_agree_or_is_named_in_plain_is_marked()
    {
        var edition = (await Office.EditionAsync()).Name;
        var participant = await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee } });
        var matching = Wished();
        matching.Officials[0].Resource = participant.Name;

        Assert.Equal(
            [("officials[0].as_printed", "NAMED_IN_PLAIN"), ("officials[0].resource", "CONSENT_MISSING"), ("officials[1].as_printed", "NAMED_IN_PLAIN")],
            (await CreateAsync(matching)).Record.Warnings.Select(w => (w.FieldPath, w.Rule)).Order());
    }

    private static Matching Wished() => new()
    {
        Slots = { new MatchingSlot { Key = "s1" }, new MatchingSlot { Key = "s2" } },
        Officials = { Party("ana", ("gov", 5), ("net", 3)), Party("ben", ("gov", 2), ("net", 4)) },
        Companies = { Party("gov", ("ana", 5)), Party("net", ("ben", 4)) },
    };

    private static MatchingParty Party(string key, params (string Key, int Score)[] wishes) =>
        new() { Key = key, AsPrinted = key, Wishes = { wishes.Select(w => new MatchingWish { Key = w.Key, Score = w.Score }) } };

    private async Task<Matching> CreateAsync(Matching matching) => await Matchings.CreateMatchingAsync(new CreateMatchingRequest { Matching = matching });

    private async Task<PlanMatchingResponse> PlanAsync(string name, bool keep = false)
    {
        var operation = await Matchings.PlanMatchingAsync(new PlanMatchingRequest { Name = name, KeepMeetings = keep });
        var operations = new OperationService.OperationServiceClient(fixture.Service.Channel(Role.Editor, Role.Operator, Role.TrainingOfficer));
        var done = await Eventually.GetAsync("the plan to be made", async () => await operations.GetOperationAsync(new GetOperationRequest { Name = operation.Name }) is { Done: true } ended ? ended : null);
        Assert.Null(done.Error);
        return done.Response.Unpack<PlanMatchingResponse>();
    }
}
