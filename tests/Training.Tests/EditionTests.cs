using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>Terms, parts, moves and numbers of an edition.</summary>
public sealed class EditionTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    [Fact]
    public async Task An_edition_in_parts_keeps_its_terms()
    {
        var other = await Office.EditionAsync();
        var edition = await Office.EditionAsync(new CourseEdition
        {
            Languages = { "en" },
            NominationDeadline = new DateValue { Edtf = "2027-01-31" },
            OpeningWith = other.Name,
            Parts =
            {
                new EditionPart { Key = "online", Mode = EditionMode.Online, Period = new DateValue { Edtf = "2027-02-01/2027-02-05" } },
                new EditionPart { Key = "pause", Mode = EditionMode.Break, Period = new DateValue { Edtf = "2027-02-06/2027-02-28" } },
                new EditionPart { Key = "here", Mode = EditionMode.OnSite, Period = new DateValue { Edtf = "2027-03-01/2027-03-05" } },
            },
            Costs = { new CostShare { Payer = new Party { Resource = "organizations/idb" }, Beneficiary = "countries/PE", Covers = { SupportKind.Travel, SupportKind.Accommodation } } },
        });

        Assert.Equal(["online", "pause", "here"], edition.Parts.Select(p => p.Key));
        Assert.Empty(edition.Record.Warnings);
        var bad = new CourseEdition
        {
            Parts = { new EditionPart { Key = "a" }, new EditionPart { Key = "a" } },
            Eligibility = { new EligibilityRule { Kind = EligibilityKind.Age } },
            EndorsementSteps = { EndorsementStep.Host, EndorsementStep.Host },
            Costs = { new CostShare() },
            Capacity = -1,
        };
        Assert.Equal(
            ["capacity NOT_NEGATIVE", "costs[0].payer RESOURCE_OR_AS_PRINTED", "eligibility[0] INCOMPLETE", "endorsement_steps DUPLICATE", "parts[1].key DUPLICATE"],
            (await Refused.InvalidAsync(() => Office.Editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = "courses/x", CourseEdition = bad }))).Select(v => $"{v.Field} {v.Rule}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task An_announced_edition_moves_with_its_reason_and_keeps_the_old_plan()
    {
        var edition = await Office.EditionAsync(new CourseEdition { Period = new DateValue { Edtf = "2027-03-01/2027-03-05" }, Planned = { Plan("2027-03-01/2027-03-05", "2026-09-01") } });
        var moved = new CourseEdition { Name = edition.Name, Period = new DateValue { Edtf = "2027-06-07/2027-06-11" } };
        Assert.Equal([("planned", "MOVED")], await Refused.InvalidAsync(() => Office.Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = moved })));

        moved.Planned.Add(edition.Planned);
        moved.Planned.Add(Plan("2027-06-07/2027-06-11", "2026-11-20"));
        Assert.Equal(2, (await Office.Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = moved })).Planned.Count);
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Office.Editions.PostponeCourseEditionAsync(Sample.Move(edition.Name))));
        var postponed = await Office.Editions.PostponeCourseEditionAsync(Sample.Move(edition.Name, "The venue is closed"));
        Assert.Equal("The venue is closed", postponed.Record.Transitions[^1].Reason);
    }

    [Fact]
    public async Task What_is_stated_and_what_is_counted_stand_apart()
    {
        var edition = (await Office.EditionAsync(new CourseEdition
        {
            Capacity = 20,
            Participants = { new Count { Value = 15, Qualifier = Qualifier.About, Basis = CountBasis.Attended }, new Count { Value = 20, Qualifier = Qualifier.Exact, Basis = CountBasis.Planned } },
        })).Name;
        await Office.InviteAsync(edition, "countries/PE", 1);
        await Office.InviteAsync(edition, "countries/CL");
        await Office.DecidedAsync(edition, "countries/PE");
        await Office.DecidedAsync(edition, "countries/PE");
        var comes = await Office.DecidedAsync(edition, "countries/CL");
        await Office.Nominations.InviteNominationAsync(Sample.Move(comes.Name));
        await Office.Nominations.ArriveNominationAsync(Sample.Move(comes.Name));
        await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Country = "countries/CL", Basis = CountBasis.Attended, Nomination = comes.Name } });

        var summary = await Office.Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition });

        Assert.Equal((20, 2, 1), (summary.Capacity, summary.SeatsTaken, summary.Waiting));
        var bases = summary.Bases.ToDictionary(b => b.Basis);
        Assert.Equal((1, 0, 0), (bases[CountBasis.Planned].Stated.Count, bases[CountBasis.Planned].Nominations, bases[CountBasis.Planned].Participants));
        Assert.Equal((0, 3), (bases[CountBasis.Nominated].Stated.Count, bases[CountBasis.Nominated].Nominations));
        Assert.Equal((0, 2), (bases[CountBasis.Accepted].Stated.Count, bases[CountBasis.Accepted].Nominations));
        Assert.Equal((Qualifier.About, 1, 1), (bases[CountBasis.Attended].Stated[0].Qualifier, bases[CountBasis.Attended].Nominations, bases[CountBasis.Attended].Participants));
        Assert.Equal([("countries/CL", false, 1, 1, 1, 0), ("countries/PE", true, 2, 1, 0, 1)], summary.Parties.Select(p => (p.Party, p.HasQuota, p.Nominated, p.Accepted, p.Attended, p.Waiting)));
    }

    private static PlannedDate Plan(string period, string stated) => new() { Planned = new DateValue { Edtf = period }, Stated = new DateValue { Edtf = stated }, DecidedBy = "Host", Reason = "Venue" };
}
