using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Training.V1;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.Reporting.Tests;

/// <summary>What the mart knows of training: numbers and names of records, nothing of a person.</summary>
public sealed class TrainingFactTests : IAsyncLifetime
{
    private const string Edition = "courses/c/editions/e";

    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(History());
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Theory]
    [InlineData("select capacity_value || '/' || capacity_qualifier || '/' || parts || '/' || statements || '/' || deadline_edtf from mart.edition_plan", "20/EXACT/3/2/2027-01-31")]
    [InlineData("select string_agg(party || ':' || coalesce(quota_value::text, quota_qualifier) || ':' || answer, ' ' order by name) from mart.country_invitation", "countries/PE:2:ACCEPTED places/hanoi:UNKNOWN:")]
    [InlineData("select count(*) filter (where f.nominated) || ' ' || count(*) filter (where f.accepted) || ' ' || count(*) filter (where f.attended) || ' ' || count(*) filter (where f.waiting) || ' ' || count(*) filter (where f.absent) from mart.latest r join mart.nomination f on f.name = r.name and f.version = r.version", "5 2 1 1 1")]
    [InlineData("select string_agg(country || ' ' || n, ', ' order by country) from (select f.country, count(*) n from mart.latest r join mart.participant f on f.name = r.name and f.version = r.version where f.attended group by 1) t", "countries/PE 2, countries/VN 1")]
    [InlineData("select count(*)::text from mart.latest r join mart.participant f on f.name = r.name and f.version = r.version where f.alumni_consent", "1")]
    [InlineData("select string_agg(f.kind || ':' || f.status, ' ' order by f.key) from mart.latest r join mart.support f on f.name = r.name and f.version = r.version", "ACCOMMODATION:REQUESTED VISA_LETTER:ARRANGED")]
    [InlineData("select f.held || ' ' || f.qualifier || ' ' || (select count(*) filter (where present) || '/' || count(*) from mart.check_in c where c.name = f.name and c.version = f.version) from mart.session f", "true ABOUT 1/2")]
    [InlineData("select (select count(*) from mart.evaluation_response r where r.evaluation = e.name) || ' of ' || e.asked_value from mart.evaluation e", "1 of 10")]
    [InlineData("select count(*) filter (where f.issued) || ' ' || count(*) filter (where f.revoked) from mart.latest r join mart.certificate f on f.name = r.name and f.version = r.version", "0 1")]
    [InlineData("select p.approved || ' ' || p.reviews || ' ' || (select string_agg(g.status || ':' || g.observed, ' ' order by g.key) from mart.action_goal g where g.name = p.name) from mart.action_plan p", "true 1 DONE:true :false")]
    [InlineData("select count(*) || ' ' || count(*) filter (where held) || ' ' || string_agg(lead, '') from mart.business_meeting", "2 1 leads/one")]
    public async Task Knows(string sql, string answer) => Assert.Equal(answer, await mart.ScalarAsync<string>(sql));

    [Fact]
    public async Task Answers_of_an_evaluation_stay_with_their_owner()
    {
        Assert.Equal(1, await mart.ScalarAsync<long>("select count(*) from mart.record where type = 'EvaluationResponse'"));
        Assert.Equal(0, await mart.ScalarAsync<long>("select count(*) from mart.record r where r.type = 'EvaluationResponse' and (r::text ilike '%outspoken%' or encode(r.body, 'escape') like '%Outspoken%' or r::text like '%countries/PE%')"));
        Assert.Empty((await mart.Search.FindAsync(new SearchRecordsRequest { Query = "outspoken", PageSize = 10 }, MartUnderTest.Staff, CancellationToken.None)).Hits);
    }

    [Fact]
    public async Task An_erased_person_still_counts()
    {
        const string Counted = "select count(*) filter (where f.attended) || ' ' || count(*) from mart.latest r join mart.participant f on f.name = r.name and f.version = r.version";
        var before = await mart.ScalarAsync<string>(Counted);
        var log = ChangeLog.After(History());
        log.Add($"{Edition}/participants/a", Trainee("countries/PE"));
        await mart.ApplyAsync(log.Changes);
        Assert.Equal(before, await mart.ScalarAsync<string>(Counted));
    }

    private static Participant Trainee(string country) => new() { Country = country, Role = ParticipantRole.Trainee, Basis = CountBasis.Attended };

    internal static List<Change> History()
    {
        var log = new ChangeLog();
        log.Add(Edition, new CourseEdition
        {
            State = CourseEditionState.Completed,
            Capacity = 20,
            NominationDeadline = new DateValue { Edtf = "2027-01-31" },
            Planned = { new PlannedDate { Planned = new DateValue { Edtf = "2027-02" } }, new PlannedDate { Planned = new DateValue { Edtf = "2027-03" } } },
            Parts = { new EditionPart { Key = "a", Mode = EditionMode.Online }, new EditionPart { Key = "b", Mode = EditionMode.Break }, new EditionPart { Key = "c" } },
        });
        log.Add($"{Edition}/invitations/a", new CountryInvitation { Party = "countries/PE", Quota = 2, Answer = InvitationAnswer.Accepted });
        log.Add($"{Edition}/invitations/b", new CountryInvitation { Party = "places/hanoi" });
        foreach (var (i, state) in new[] { NominationState.Draft, NominationState.Nominated, NominationState.Accepted, NominationState.Completed, NominationState.Waitlisted, NominationState.NoShow }.Index())
        {
            log.Add($"{Edition}/nominations/n{i}", new Nomination { State = state, Country = "countries/PE" });
        }

        var first = Trainee("countries/PE");
        first.Private = new ParticipantPrivate { Names = { new Name { Text = "Secreto" } } };
        first.Sealed = ByteString.CopyFromUtf8("sealedbytes");
        log.Add($"{Edition}/participants/a", first);
        var second = Trainee("countries/PE");
        second.Consents.Add(new Consent { Purpose = ConsentPurpose.Alumni, Given = new DateValue { Edtf = "2026-01-01" } });
        second.Support.Add([new SupportItem { Key = "v", Kind = SupportKind.VisaLetter, Status = SupportStatus.Arranged }, new SupportItem { Key = "b", Kind = SupportKind.Accommodation, Status = SupportStatus.Requested }]);
        log.Add($"{Edition}/participants/b", second);
        log.Add($"{Edition}/participants/c", Trainee("countries/VN"));
        log.Add($"{Edition}/participants/d", new Participant { Country = "countries/VN", Basis = CountBasis.Nominated });
        log.Add($"{Edition}/sessions/s", new Session
        {
            State = SessionState.Held,
            Kind = SessionKind.Lecture,
            Attendance = { new Count { Value = 20, Qualifier = Qualifier.About, Basis = CountBasis.Attended } },
            CheckIns =
            {
                new CheckIn { Participant = $"{Edition}/participants/a", Status = AttendanceStatus.Present, Method = CheckInMethod.Pass, Time = Timestamp.FromDateTime(Notices.Recorded) },
                new CheckIn { Participant = $"{Edition}/participants/b", Status = AttendanceStatus.Absent },
            },
        });
        log.Add($"{Edition}/evaluations/v", new Evaluation { Asked = 10, Questions = { new EvaluationQuestion { Key = "q", Text = "Of use?" } } });
        log.Add($"{Edition}/evaluations/v/responses/r", new EvaluationResponse { Group = "countries/PE", Answers = { new EvaluationAnswer { Question = "q", Text = "Outspoken words" } } });
        log.Add($"{Edition}/certificates/z", new Certificate { State = CertificateState.Issued, Kind = CertificateKind.Completion, Participant = $"{Edition}/participants/a" });
        log.Add($"{Edition}/certificates/z", new Certificate { State = CertificateState.Revoked, Kind = CertificateKind.Completion, Participant = $"{Edition}/participants/a" });
        log.Add($"{Edition}/actionPlans/p", new ActionPlan
        {
            State = ActionPlanState.Approved,
            Country = "countries/PE",
            Goals = { new ActionGoal { Key = "a", Text = "Decree", Status = GoalStatus.Done, Observations = { new Evidence() } }, new ActionGoal { Key = "b", Text = "Team" } },
            Reviews = { new PlanReview { Note = "Sound" } },
        });
        log.Add("matchings/m", new Matching
        {
            State = MatchingState.Held,
            Edition = Edition,
            Companies = { new MatchingParty { Key = "x", Resource = "organizations/x" } },
            Meetings = { new Meeting { Slot = "1", Official = "o", Company = "x" }, new Meeting { Slot = "2", Official = "o2", Company = "x" } },
            Outcomes = { new MeetingOutcome { Official = "o", Company = "x", Result = MeetingResult.Lead, Lead = "leads/one" }, new MeetingOutcome { Official = "o2", Company = "x", Result = MeetingResult.NotHeld } },
        });
        return log.Changes;
    }
}
