using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Training.Tests;

/// <summary>Country presentations, and courses for municipalities.</summary>
public sealed class PresentationTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private ChannelBase Officer => fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver);

    private CourseService.CourseServiceClient Courses => new(Officer);

    private CourseEditionService.CourseEditionServiceClient Editions => new(Officer);

    private CountryPresentationService.CountryPresentationServiceClient Presentations => new(Officer);

    [Fact]
    public async Task Session_and_participant_are_of_the_same_edition()
    {
        var (edition, other) = (await EditionAsync("here"), await EditionAsync("there"));
        var session = await new SessionService.SessionServiceClient(Officer).CreateSessionAsync(new CreateSessionRequest { Parent = other.Name, Session = new Session { Kind = SessionKind.CountryPresentation, Title = "Presentations" } });
        var participant = await new ParticipantService.ParticipantServiceClient(Officer).CreateParticipantAsync(new CreateParticipantRequest
        {
            Parent = edition.Name,
            Participant = new Participant { Role = ParticipantRole.Trainee, Country = "countries/PE" },
        });
        var presentation = new CountryPresentation { Presenter = new Party { Resource = "countries/PE" }, Session = session.Name, Participant = participant.Name, Level = CourseLevel.National };

        Assert.Equal([("session", "OTHER_EDITION")], await Refused.InvalidAsync(() => Create(edition, presentation)));
        Assert.Equal([("participant", "OTHER_EDITION")], await Refused.InvalidAsync(() => Create(other, presentation)));

        presentation.Session = "";
        var stored = await Create(edition, presentation);
        Assert.Equal([stored.Name], (await Presentations.ListCountryPresentationsAsync(new ListRequest { Parent = edition.Name, Filter = "countries:PE level = NATIONAL" })).CountryPresentations.Select(p => p.Name));
    }

    [Fact]
    public async Task A_presentation_is_of_a_party_or_of_all_who_take_part()
    {
        var edition = await EditionAsync("whole");

        Assert.Equal([("presenter", "RESOURCE_OR_AS_PRINTED")], await Refused.InvalidAsync(() => Create(edition, new CountryPresentation { Presenter = new Party() })));
        Assert.Equal([("participant", "PRESENTER_MISSING")], await Refused.InvalidAsync(() => Create(edition, new CountryPresentation { Participant = $"{edition.Name}/participants/x" })));
        var levels = new CountryPresentation { Level = CourseLevel.National, Levels = { CourseLevel.National, CourseLevel.National } };
        Assert.Equal([("levels", "LEVEL_OR_LEVELS"), ("levels", "DUPLICATE")], await Refused.InvalidAsync(() => Create(edition, levels)));

        var whole = await Create(edition, new CountryPresentation { Levels = { CourseLevel.National, CourseLevel.Municipal }, Presentations = new Count { Qualifier = Qualifier.Unknown } });
        Assert.Equal(CountryPresentationState.Given, (await Presentations.GiveCountryPresentationAsync(new TransitionRequest { Name = whole.Name })).State);
        Assert.Equal("ILLEGAL_TRANSITION", await Refused.ReasonAsync(() => Presentations.CancelCountryPresentationAsync(new TransitionRequest { Name = whole.Name })));
    }

    [Fact]
    public async Task A_municipal_course_may_have_a_theme_and_no_title()
    {
        Assert.Equal([("names", "REQUIRED")], await Refused.InvalidAsync(() => Courses.CreateCourseAsync(new CreateCourseRequest { Course = new Course { Level = CourseLevel.Municipal } })));
        var course = await Courses.CreateCourseAsync(new CreateCourseRequest { Course = new Course { Level = CourseLevel.Municipal, Theme = "e-government and smart city", TargetGroup = "Key managers of municipal projects" } });
        var edition = await Editions.CreateCourseEditionAsync(new CreateCourseEditionRequest
        {
            Parent = course.Name,
            CourseEdition = new CourseEdition { Theme = "Mobility", ParticipantGroups = { "representatives of a bank", "experts from abroad" } },
        });

        Assert.Empty(edition.Record.Warnings);
        Assert.Equal([course.Name], (await Courses.ListCoursesAsync(new ListRequest { Filter = "level = MUNICIPAL smart" })).Courses.Select(c => c.Name));
        Assert.Equal([edition.Name], (await Editions.ListCourseEditionsAsync(new ListRequest { Parent = course.Name, Filter = "mobility experts" })).CourseEditions.Select(e => e.Name));

        var repeated = await Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = new CourseEdition { Name = edition.Name, Theme = "E-Government and Smart City" } });
        Assert.Equal([("theme", "SAME_AS_COURSE")], repeated.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
        var empty = new CourseEdition { Name = edition.Name, ParticipantGroups = { "" } };
        Assert.Equal([("participant_groups[0]", "REQUIRED")], await Refused.InvalidAsync(() => Editions.UpdateCourseEditionAsync(new UpdateCourseEditionRequest { CourseEdition = empty, UpdateMask = new() { Paths = { "participant_groups" } } })));
    }

    [Fact]
    public async Task An_edition_needs_its_course()
    {
        Assert.Equal("REFERENCE_NOT_FOUND", await Refused.ReasonAsync(() => Editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = "courses/nowhere", CourseEdition = new CourseEdition() })));
    }

    private AsyncUnaryCall<CountryPresentation> Create(CourseEdition edition, CountryPresentation presentation) =>
        Presentations.CreateCountryPresentationAsync(new CreateCountryPresentationRequest { Parent = edition.Name, CountryPresentation = presentation });

    private async Task<CourseEdition> EditionAsync(string id)
    {
        var course = await Courses.CreateCourseAsync(new CreateCourseRequest { CourseId = id, Course = new Course { Names = { new Name { Text = id } }, Level = CourseLevel.National } });
        return await Editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = course.Name, CourseEditionId = "2018", CourseEdition = new CourseEdition() });
    }
}
