using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>From agency to host: endorsements, conditions, quota, waiting, and the seat of one who does not come.</summary>
public sealed class NominationTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    [Fact]
    public async Task The_third_nominee_of_a_country_with_quota_2_waits_and_is_told_why()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Capacity = 10 })).Name;
        await Office.InviteAsync(edition, "countries/PE", 2);
        var first = await Office.DecidedAsync(edition, "countries/PE");
        var second = await Office.DecidedAsync(edition, "countries/PE");
        var third = await Office.DecidedAsync(edition, "countries/PE");

        Assert.Equal([NominationState.Accepted, NominationState.Accepted, NominationState.Waitlisted], new[] { first.State, second.State, third.State });
        Assert.Equal("Quota of countries/PE: 2 of 2 places are taken.", third.Record.Transitions[^1].Reason);
        Assert.Equal(1, third.WaitingNumber);
        Assert.Equal("LIMIT_EXCEEDED", await Refused.ReasonAsync(() => Office.Nominations.AcceptNominationAsync(Sample.Move(third.Name))));

        await Office.Nominations.WithdrawNominationAsync(Sample.Move(first.Name, "Called home"));
        var promoted = await Office.Nominations.GetNominationAsync(new GetRequest { Name = third.Name });
        Assert.Equal(NominationState.Accepted, promoted.State);
        Assert.Contains("From waiting number 1", promoted.Record.Transitions[^1].Reason, StringComparison.Ordinal);
        Assert.Contains(first.Name, promoted.Record.Transitions[^1].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_free_seat_goes_to_the_first_in_waiting_whose_quota_has_room()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Capacity = 3 })).Name;
        await Office.InviteAsync(edition, "countries/PE", 1);
        await Office.InviteAsync(edition, "countries/CL", 3);
        await Office.DecidedAsync(edition, "countries/PE");
        var leaves = await Office.DecidedAsync(edition, "countries/CL");
        await Office.DecidedAsync(edition, "countries/CL");
        var peruvian = await Office.DecidedAsync(edition, "countries/PE");
        var chilean = await Office.DecidedAsync(edition, "countries/CL");
        Assert.Contains("Quota of countries/PE", peruvian.Record.Transitions[^1].Reason, StringComparison.Ordinal);
        Assert.Equal("Capacity: 3 of 3 seats are taken.", chilean.Record.Transitions[^1].Reason);

        await Office.Nominations.MarkAbsentNominationAsync(Sample.Move(leaves.Name));

        Assert.Equal(NominationState.NoShow, await Office.StateAsync(leaves.Name));
        Assert.Equal(NominationState.Waitlisted, await Office.StateAsync(peruvian.Name));
        Assert.Equal(NominationState.Accepted, await Office.StateAsync(chilean.Name));
    }

    [Fact]
    public async Task A_named_replacement_takes_the_seat_and_a_grown_quota_is_given_out_in_order()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Capacity = 1 })).Name;
        var holder = await Office.DecidedAsync(edition, "countries/PE");
        var waits = await Office.DecidedAsync(edition, "countries/PE");
        var chosen = await Office.ScreenedAsync(edition, "countries/PE");
        Assert.Equal([("replaced_by", "NOT_READY")], await Refused.InvalidAsync(() => Office.Nominations.WithdrawNominationAsync(Sample.Move(holder.Name, "", holder.Name))));
        Assert.Equal(NominationState.Accepted, await Office.StateAsync(holder.Name));

        await Office.Nominations.WithdrawNominationAsync(Sample.Move(holder.Name, "Ill", chosen.Name));
        Assert.Equal(NominationState.Accepted, await Office.StateAsync(chosen.Name));
        Assert.Equal(NominationState.Waitlisted, await Office.StateAsync(waits.Name));

        await Office.Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = new CourseEdition { Name = edition, Capacity = 2 }, UpdateMask = new() { Paths = { "capacity" } } });
        var late = await Office.DecidedAsync(edition, "countries/PE");
        Assert.Equal(NominationState.Waitlisted, late.State);
        var promoted = await Office.Nominations.PromoteNominationsAsync(new PromoteNominationsRequest { Parent = edition });
        Assert.Equal([waits.Name], promoted.Nominations.Select(n => n.Name));
        Assert.Equal("LIMIT_EXCEEDED", await Refused.ReasonAsync(() => Office.Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = new CourseEdition { Name = edition, Capacity = 1 }, UpdateMask = new() { Paths = { "capacity" } } })));
    }

    [Fact]
    public async Task Endorsements_come_in_the_order_of_the_edition_and_the_last_one_counts()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { EndorsementSteps = { EndorsementStep.Agency, EndorsementStep.FocalMinistry, EndorsementStep.Mission, EndorsementStep.Host } })).Name;
        var name = (await Office.DraftAsync(edition, "countries/PE")).Name;
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Office.EndorseAsync(name, EndorsementStep.Agency)));
        await Office.Nominations.SubmitNominationAsync(Sample.Move(name));
        Assert.Equal([("endorsements", "ENDORSEMENT_ORDER")], await Refused.InvalidAsync(() => Office.EndorseAsync(name, EndorsementStep.Mission)));

        Assert.Equal(NominationState.Nominated, (await Office.EndorseAsync(name, EndorsementStep.Agency)).State);
        await Office.EndorseAsync(name, EndorsementStep.FocalMinistry);
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Office.Nominations.ScreenNominationAsync(Sample.Move(name))));
        await Office.EndorseAsync(name, EndorsementStep.Mission);
        var endorsed = await Office.EndorseAsync(name, EndorsementStep.Host);

        Assert.Equal(NominationState.Endorsed, endorsed.State);
        Assert.Equal("2026-10-01", endorsed.Record.Transitions[^1].Effective.Edtf);
        Assert.Equal("A ministry", endorsed.Record.Transitions[^1].DecidedBy);
        Assert.Equal([("endorsements", "IMMUTABLE")], await Refused.InvalidAsync(() => Office.Nominations.UpdateNominationAsync(new UpdateNominationRequest { Nomination = new Nomination { Name = name }, UpdateMask = new() { Paths = { "endorsements" } } })));
    }

    [Fact]
    public async Task Late_uninvited_and_double_nominations_are_refused()
    {
        var late = (await Office.EditionAsync(new CourseEdition { NominationDeadline = new DateValue { Edtf = "2026-01-31" } })).Name;
        var name = (await Office.DraftAsync(late, "countries/PE")).Name;
        Assert.Equal([("name", "DEADLINE")], await Refused.InvalidAsync(() => Office.Nominations.SubmitNominationAsync(Sample.Move(name))));

        var edition = (await Office.EditionAsync()).Name;
        await Office.InviteAsync(edition, "countries/PE");
        Assert.Equal([("party", "DUPLICATE")], await Refused.InvalidAsync(() => Office.Invitations.CreateCountryInvitationAsync(new CreateCountryInvitationRequest { Parent = edition, CountryInvitation = new CountryInvitation { Party = "countries/PE" } })));
        var stranger = (await Office.DraftAsync(edition, "countries/CL")).Name;
        Assert.Equal([("represents", "NOT_INVITED")], await Refused.InvalidAsync(() => Office.Nominations.SubmitNominationAsync(Sample.Move(stranger))));

        var once = await Office.DraftAsync(edition, "countries/PE", n => n.Private = Sample.Person("Ana Ruiz", "X-100-77"));
        var twice = await Office.DraftAsync(edition, "countries/PE", n => n.Private = Sample.Person("A. Ruiz", "x 100 77"));
        var homonym = await Office.DraftAsync(edition, "countries/PE", n => n.Private = Sample.Person("Ana Ruiz", "Y-1"));
        await Office.Nominations.SubmitNominationAsync(Sample.Move(once.Name));
        Assert.Equal([("name", "DUPLICATE")], await Refused.InvalidAsync(() => Office.Nominations.SubmitNominationAsync(Sample.Move(twice.Name))));
        await Office.Nominations.SubmitNominationAsync(Sample.Move(homonym.Name));

        var planned = (await Office.EditionAsync(announced: false)).Name;
        var early = (await Office.DraftAsync(planned, "countries/PE")).Name;
        Assert.Equal([("name", "NOT_NOMINATING")], await Refused.InvalidAsync(() => Office.Nominations.SubmitNominationAsync(Sample.Move(early))));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task One_who_attended_within_the_years_is_refused_or_noted(bool advisory)
    {
        var past = await Office.EditionAsync(new CourseEdition { State = CourseEditionState.Closed, Period = new DateValue { Edtf = "2025-06-01/2025-06-05" }, Record = new Record { Historical = true } });
        var course = past.Name[..past.Name.IndexOf("/editions", StringComparison.Ordinal)];
        await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = past.Name, Participant = new Participant { Role = ParticipantRole.Trainee, Basis = CountBasis.Attended, Private = Sample.Person("Marta Soto", $"P-{advisory}-9") } });
        var next = new CourseEdition
        {
            Period = new DateValue { Edtf = "2027-03-01/2027-03-05" },
            Eligibility = { new EligibilityRule { Kind = EligibilityKind.NoRepeat, WithinYears = 3, Advisory = advisory }, new EligibilityRule { Kind = EligibilityKind.Alumni, Advisory = true } },
        };
        var edition = (await Office.EditionAsync(next, course)).Name;
        var again = await EndorsedAsync(edition, Sample.Person("M. Soto", $"p-{advisory}-9"));
        var namesake = await EndorsedAsync(edition, Sample.Person("marta soto", "other"));

        if (advisory)
        {
            var screened = await Office.Nominations.ScreenNominationAsync(Sample.Move(again));
            Assert.Equal([FindingResult.NotMet, FindingResult.Met], screened.Findings.Select(f => f.Result));
            Assert.DoesNotContain("Soto", screened.Findings.ToString(), StringComparison.OrdinalIgnoreCase);
        }
        else
        {
            Assert.Equal([("name", "NOREPEAT")], await Refused.InvalidAsync(() => Office.Nominations.ScreenNominationAsync(Sample.Move(again))));
        }

        Assert.Equal(FindingResult.Unknown, (await Office.Nominations.ScreenNominationAsync(Sample.Move(namesake))).Findings[0].Result);
    }

    [Fact]
    public async Task Conditions_tell_met_from_not_met_from_unknown()
    {
        var edition = (await Office.EditionAsync(new CourseEdition
        {
            Period = new DateValue { Edtf = "2027-03-01/2027-03-05" },
            Eligibility =
            {
                new EligibilityRule { Kind = EligibilityKind.Age, LeastAge = 25, GreatestAge = 45, Advisory = true },
                new EligibilityRule { Kind = EligibilityKind.Language, LanguageCode = "en", LanguageLevel = LanguageLevel.B2, Advisory = true },
                new EligibilityRule { Kind = EligibilityKind.Rank, LeastRank = PositionRank.Director, Advisory = true },
            },
        })).Name;

        var met = await ScreenAsync(n => Fill(n, "1990-01-01", LanguageLevel.C1, PositionRank.DirectorGeneral));
        var notMet = await ScreenAsync(n => Fill(n, "2002-03-02", LanguageLevel.A2, PositionRank.Officer));
        var vague = await ScreenAsync(n => Fill(n, "1981~", LanguageLevel.Unspecified, PositionRank.Unspecified));
        var edge = await ScreenAsync(n => Fill(n, "2002", LanguageLevel.B2, PositionRank.Director));

        Assert.Equal([FindingResult.Met, FindingResult.Met, FindingResult.Met], met);
        Assert.Equal([FindingResult.NotMet, FindingResult.NotMet, FindingResult.NotMet], notMet);
        Assert.Equal([FindingResult.Unknown, FindingResult.Unknown], vague.Skip(1));
        Assert.Equal([FindingResult.Unknown, FindingResult.Met, FindingResult.Met], edge);

        async Task<IEnumerable<FindingResult>> ScreenAsync(Action<Nomination> with) => (await Office.ScreenedAsync(edition, "countries/PE", with)).Findings.Select(f => f.Result);

        static void Fill(Nomination nomination, string birth, LanguageLevel level, PositionRank rank)
        {
            nomination.Private = Sample.Person("Someone", "", birth);
            nomination.Rank = rank;
            nomination.Languages.Add(new LanguageSkill { LanguageCode = "en", Level = level });
        }
    }

    [Fact]
    public async Task A_past_nomination_over_the_quota_keeps_a_warning()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { State = CourseEditionState.Closed, Period = new DateValue { Edtf = "2018" }, Capacity = 0, Record = new Record { Historical = true } })).Name;
        var past = await Office.DraftAsync(edition, "countries/PE", n =>
        {
            n.State = NominationState.Completed;
            n.Record = new Record { Historical = true };
            n.Endorsements.Add(new Endorsement { Step = EndorsementStep.Agency });
        });

        Assert.Equal([("state", "LIMIT_EXCEEDED")], past.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    private async Task<string> EndorsedAsync(string edition, ParticipantPrivate person)
    {
        var name = (await Office.DraftAsync(edition, "countries/PE", n => n.Private = person)).Name;
        await Office.Nominations.SubmitNominationAsync(Sample.Move(name));
        await Office.EndorseAsync(name, EndorsementStep.Agency);
        return name;
    }
}
