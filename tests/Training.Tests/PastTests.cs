using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Training.Tests;

/// <summary>Entering the past (values.md 7): what refuses live work only warns about what already was.</summary>
public sealed class PastTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private ChannelBase Officer => fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver);

    public static TheoryData<string> Types => [.. ResourceCatalog.All.Where(e => e.Service == "training" && e.Descriptor.FindFieldByName("state") is not null).Select(e => e.Descriptor.Name)];

    [Theory]
    [MemberData(nameof(Types))]
    public async Task A_past_record_in_its_final_state_keeps_the_warning(string type) => await (await CaseAsync(type)).IsAcceptedWithWarningsAsync();

    [Theory]
    [MemberData(nameof(Types))]
    public async Task The_same_body_as_live_work_is_refused_with_the_rule(string type) => await (await CaseAsync(type)).IsRefusedLiveAsync();

    private async Task<PastRecord> CaseAsync(string type)
    {
        var course = await new CourseService.CourseServiceClient(Officer).CreateCourseAsync(new CreateCourseRequest { Course = new Course { Theme = "past", Level = CourseLevel.National } });
        var editions = new CourseEditionService.CourseEditionServiceClient(Officer);
        if (type == "CourseEdition")
        {
            return PastRecord.Of(
                new CourseEdition { Funders = { new Funder { AsPrinted = "A", Percentage = "70" }, new Funder { AsPrinted = "B", Percentage = "40" } } },
                e => editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = course.Name, CourseEdition = e }),
                ["COURSE_EDITION_STATE_RUNNING", "COURSE_EDITION_STATE_CLOSED"],
                ("period", "REQUIRED"),
                ("funders", "SHARES_SUM"));
        }

        var edition = await editions.CreateCourseEditionAsync(new CreateCourseEditionRequest { Parent = course.Name, CourseEdition = new CourseEdition() });
        var office = new Sample(Officer);
        if (type is "Nomination" or "Certificate" or "Matching" or "ActionPlan")
        {
            return Result(type, edition.Name, office);
        }

        var (sessions, presentations) = (new SessionService.SessionServiceClient(Officer), new CountryPresentationService.CountryPresentationServiceClient(Officer));
        return type switch
        {
            "Session" => PastRecord.Of(
                new Session { Kind = SessionKind.Lecture },
                s => sessions.CreateSessionAsync(new CreateSessionRequest { Parent = edition.Name, Session = s }),
                ["SESSION_STATE_POSTPONED", "SESSION_STATE_HELD"]),
            "CountryPresentation" => PastRecord.Of(
                new CountryPresentation(),
                p => presentations.CreateCountryPresentationAsync(new CreateCountryPresentationRequest { Parent = edition.Name, CountryPresentation = p }),
                ["COUNTRY_PRESENTATION_STATE_PLANNED", "COUNTRY_PRESENTATION_STATE_GIVEN"]),
            "Nomination" => PastRecord.Of(
                new Nomination { Represents = "countries/PE", Country = "countries/PE" },
                n => new NominationService.NominationServiceClient(Officer).CreateNominationAsync(new CreateNominationRequest { Parent = edition.Name, Nomination = n }),
                ["NOMINATION_STATE_NOMINATED", "NOMINATION_STATE_COMPLETED"]),
            _ => throw new NotSupportedException($"{type} has states: say here how its past is entered."),
        };
    }

    private PastRecord Result(string type, string edition, Sample office) => type switch
    {
        "Nomination" => PastRecord.Of(
            new Nomination { Country = "countries/PE" },
            n => office.Nominations.CreateNominationAsync(new CreateNominationRequest { Parent = edition, Nomination = n }),
            ["NOMINATION_STATE_NOMINATED", "NOMINATION_STATE_REJECTED"],
            ("record.transitions", "REASON")),
        "Certificate" => PastRecord.Of(
            new Certificate { Kind = CertificateKind.Attendance, Participant = $"{edition}/participants/{office.Participants.CreateParticipant(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee } }).Name.Split('/')[^1]}" },
            c => new CertificateService.CertificateServiceClient(Officer).CreateCertificateAsync(new CreateCertificateRequest { Parent = edition, Certificate = c }),
            ["CERTIFICATE_STATE_ISSUED", "CERTIFICATE_STATE_REVOKED"],
            ("record.transitions", "REASON"),
            ("participant", "NOT_ATTENDED")),
        "Matching" => PastRecord.Of(
            new Matching { Edition = edition, Outcomes = { new MeetingOutcome { Official = "a", Company = "b" } } },
            m => new MatchingService.MatchingServiceClient(Officer).CreateMatchingAsync(new CreateMatchingRequest { Matching = m }),
            ["MATCHING_STATE_PLANNED", "MATCHING_STATE_HELD"],
            ("outcomes[0]", "NO_MEETING")),
        _ => PastRecord.Of(
            new ActionPlan { Country = "countries/PE" },
            a => new ActionPlanService.ActionPlanServiceClient(Officer).CreateActionPlanAsync(new CreateActionPlanRequest { Parent = edition, ActionPlan = a }),
            ["ACTION_PLAN_STATE_SUBMITTED", "ACTION_PLAN_STATE_CLOSED"],
            ("reviews", "REQUIRED")),
    };
}
