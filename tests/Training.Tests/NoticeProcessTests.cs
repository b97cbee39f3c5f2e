using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>
/// The courses of June 2018 and May 2016 run as processes, from announcement to follow-up. What the notices state and what
/// they leave open stay apart to the end: no number is made from another.
/// </summary>
public sealed class NoticeProcessTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private static readonly string[] Fourteen = ["AR", "BS", "BO", "BR", "CL", "DM", "EC", "SV", "GY", "JM", "UY", "PE", "PY", "VE"];

    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private SessionService.SessionServiceClient Sessions => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    [Fact]
    public async Task Fourteen_invited_countries_about_fifteen_people_and_one_named()
    {
        var edition = await Office.EditionAsync(new CourseEdition
        {
            Titles = { new Name { Text = "Advanced e-Government Training Course" } },
            Period = new DateValue { Edtf = "2018-06-18/2018-06-22", Inferred = { DatePart.Year }, Ground = "day of publication" },
            CountryGroup = "organizations/red-gealc",
            Parties = { new Party { Resource = "organizations/mois", Role = PartyRole.Lead }, new Party { Resource = "organizations/idb", Role = PartyRole.CoOrganizer } },
            Countries = new StatedList { Stated = new Count { Value = 14, Qualifier = Qualifier.Exact }, Exhaustive = true, Items = { Fourteen.Select(c => new ListedItem { Resource = $"countries/{c}" }) } },
            Participants = { new Count { Value = 15, Qualifier = Qualifier.About, Basis = CountBasis.Attended, Counted = "senior officials" } },
        });
        foreach (var country in Fourteen)
        {
            await Office.InviteAsync(edition.Name, $"countries/{country}");
        }

        var named = await Office.ScreenedAsync(edition.Name, "countries/AR", n =>
        {
            n.Person = "people/nicolas-antonio-rougier";
            n.Rank = PositionRank.DirectorGeneral;
        });
        foreach (var step in new Func<TransitionRequest, Grpc.Core.AsyncUnaryCall<Nomination>>[]
        {
            r => Office.Nominations.AcceptNominationAsync(r), r => Office.Nominations.InviteNominationAsync(r), r => Office.Nominations.ArriveNominationAsync(r), r => Office.Nominations.CompleteNominationAsync(r),
        })
        {
            await step(Sample.Move(named.Name));
        }

        await RunAsync(edition.Name);
        await SessionAsync(edition.Name, SessionKind.Lecture);
        await SessionAsync(edition.Name, SessionKind.SiteVisit);
        var presented = await SessionAsync(edition.Name, SessionKind.CountryPresentation);
        var consulted = await SessionAsync(edition.Name, SessionKind.BusinessConsultation);
        var matching = await new MatchingService.MatchingServiceClient(fixture.Service.Channel(Role.Editor)).CreateMatchingAsync(new CreateMatchingRequest
        {
            Matching = new Matching { Edition = edition.Name, Session = consulted.Name, Officials = { new MatchingParty { Key = "ar", Resource = named.Name } }, Companies = { new MatchingParty { Key = "one", AsPrinted = "Korean export companies" } } },
        });

        var summary = await Office.Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition.Name });
        var attended = summary.Bases.Single(b => b.Basis == CountBasis.Attended);
        Assert.Equal((15, Qualifier.About, 1), (attended.Stated[0].Value, attended.Stated[0].Qualifier, attended.Nominations));
        Assert.Empty(summary.Bases.Single(b => b.Basis == CountBasis.Nominated).Stated);
        Assert.False(summary.HasCapacity);
        Assert.Equal(14, summary.Parties.Count);
        Assert.Equal(13, summary.Parties.Count(p => p is { Attended: 0, HasQuota: false }));
        Assert.Equal(ReconciliationState.Complete, (await Office.Editions.GetCourseEditionAsync(new GetRequest { Name = edition.Name })).Countries.Reconciliation.State);
        Assert.Empty(presented.Attendance);
        Assert.Empty(matching.Companies[0].Resource);
    }

    [Fact]
    public async Task Over_sixty_of_twenty_four_countries_ten_named_no_title_and_mixed_people()
    {
        string[] named = ["VN", "ID", "PH", "MY", "UZ", "RU", "SD", "KE", "NG", "ET"];
        var course = await Office.Courses.CreateCourseAsync(new CreateCourseRequest { Course = new Course { Theme = "e-government and smart city", Level = CourseLevel.Municipal, TargetGroup = "Key managers of municipal projects" } });
        var edition = await Office.EditionAsync(
            new CourseEdition
            {
                Period = new DateValue { Edtf = "2016-05-24/2016-05-27", Inferred = { DatePart.Year }, Ground = "day of publication" },
                Parties = { new Party { Resource = "organizations/nia", Role = PartyRole.Operator } },
                Venue = new Party { AsPrinted = "E-Government Global Academy" },
                ParticipantGroups = { "representatives of a bank", "officials", "experts from home and abroad" },
                Participants = { new Count { Value = 60, Qualifier = Qualifier.Over, Basis = CountBasis.Attended, Mixed = true } },
                Countries = new StatedList { Stated = new Count { Value = 24, Qualifier = Qualifier.Exact }, Marker = "include", Items = { named.Select(c => new ListedItem { Resource = $"countries/{c}" }) } },
            },
            course.Name);
        await RunAsync(edition.Name, complete: false);
        var opening = await SessionAsync(edition.Name, SessionKind.Ceremony, "2016-05-24");
        await SessionAsync(edition.Name, SessionKind.CountryPresentation, "");

        var running = await Office.Editions.GetCourseEditionAsync(new GetRequest { Name = edition.Name });
        var summary = await Office.Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition.Name });
        Assert.Equal(CourseEditionState.Running, running.State);
        Assert.Equal((61L, false, true), (running.Participants[0].Lower, running.Participants[0].HasUpper, running.Participants[0].Mixed));
        Assert.Equal((ReconciliationState.Short, 14L, 14L), (running.Countries.Reconciliation.State, running.Countries.Reconciliation.MissingLower, running.Countries.Reconciliation.MissingUpper));
        Assert.Empty(running.Titles);
        Assert.Empty(summary.Parties);
        Assert.Equal((0, 0), (summary.Bases.Single(b => b.Basis == CountBasis.Attended).Nominations, summary.SeatsTaken));
        Assert.Equal("2016-05-24", opening.Date.Edtf);
        Assert.Empty((await new AlumniService.AlumniServiceClient(fixture.Service.Channel(Role.TrainingOfficer)).ListAlumniAsync(new ListAlumniRequest { Country = "countries/VN" })).Participants);
    }

    private async Task RunAsync(string edition, bool complete = true)
    {
        await Office.Editions.ConfirmCourseEditionAsync(Sample.Move(edition));
        await Office.Editions.StartCourseEditionAsync(Sample.Move(edition));
        if (complete)
        {
            await Office.Editions.CompleteCourseEditionAsync(Sample.Move(edition));
        }
    }

    private async Task<Session> SessionAsync(string edition, SessionKind kind, string day = "")
    {
        var session = new Session { Kind = kind };
        if (day.Length > 0)
        {
            session.Date = new DateValue { Edtf = day };
        }

        return await Sessions.HoldSessionAsync(Sample.Move((await Sessions.CreateSessionAsync(new CreateSessionRequest { Parent = edition, Session = session })).Name));
    }
}
