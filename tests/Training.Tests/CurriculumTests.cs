using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>Sessions: clashes, who was there, and calendars to subscribe to.</summary>
public sealed class CurriculumTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private SessionService.SessionServiceClient Sessions => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private CalendarService.CalendarServiceClient Calendars => new(fixture.Service.Channel(Role.TrainingOfficer));

    [Fact]
    public async Task Nobody_and_nothing_is_in_two_sessions_at_once()
    {
        var (edition, other) = ((await Office.EditionAsync()).Name, (await Office.EditionAsync()).Name);
        await CreateAsync(edition, At("2027-03-01", "09:00", "11:00", s => Fill(s, "people/kim", "Room 1", "Bus 1")));

        Assert.Equal(["CLASH"], await RulesAsync(edition, At("2027-03-01", "10:00", "12:00", s => Fill(s, "people/kim"))));
        Assert.Equal(["CLASH"], await RulesAsync(other, At("2027-03-01", "10:59", "12:00", s => Fill(s, "people/kim"))));
        Assert.Equal(["CLASH", "CLASH"], await RulesAsync(edition, At("2027-03-01", "08:00", "09:01", s => Fill(s, "people/lee", "Room 1", "Bus 1"))));
        Assert.Empty((await CreateAsync(edition, At("2027-03-01", "11:00", "12:00", s => Fill(s, "people/kim", "Room 1")))).Record.Warnings);
        Assert.Empty((await CreateAsync(other, At("2027-03-01", "09:00", "11:00", s => Fill(s, "", "Room 1", "Bus 1")))).Record.Warnings);
        Assert.Empty((await CreateAsync(edition, At("2027-03-02", "10:00", "12:00", s => Fill(s, "people/kim")))).Record.Warnings);

        // The same instant under two zones.
        await CreateAsync(edition, At("2027-03-03", "09:00", "10:00", s => { Fill(s, "people/park"); s.Date.TimeZone = "Asia/Seoul"; }));
        Assert.Equal(["CLASH"], await RulesAsync(edition, At("2027-03-02", "19:30", "20:30", s => { Fill(s, "people/park"); s.Date.TimeZone = "America/Lima"; })));
    }

    [Fact]
    public async Task A_past_clash_and_a_possible_one_are_warnings_and_a_cancelled_session_clashes_with_nothing()
    {
        var edition = (await Office.EditionAsync()).Name;
        var first = await CreateAsync(edition, At("2027-03-01", "09:00", "11:00", s => Fill(s, "people/choi")));
        var past = await CreateAsync(edition, At("2027-03-01", "10:00", "11:00", s =>
        {
            Fill(s, "people/choi");
            s.State = SessionState.Held;
            s.Record = new Record { Historical = true };
        }));
        var vague = await CreateAsync(edition, At("2027-03-01", "", "", s => Fill(s, "people/choi")));

        Assert.Equal([("date", "CLASH")], past.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
        Assert.Contains(("date", "POSSIBLE_CLASH"), vague.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
        await Sessions.CancelSessionAsync(Sample.Move(first.Name));
        var again = await CreateAsync(edition, At("2027-03-01", "09:00", "09:30", s => Fill(s, "people/choi")));
        Assert.DoesNotContain("CLASH", again.Record.Warnings.Select(w => w.Rule));
    }

    [Fact]
    public async Task Of_two_that_book_one_room_at_once_one_gets_it()
    {
        var edition = (await Office.EditionAsync()).Name;
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Refused.OutcomeAsync(() => Create(edition, At("2027-03-01", "09:00", "11:00", s => Fill(s, "", "Hall"))))));
        Assert.Single(outcomes, "OK");
        Assert.All(outcomes.Where(o => o != "OK"), o => Assert.Equal("date CLASH", o));
    }

    [Fact]
    public async Task Check_in_by_list_and_by_pass_is_counted_beside_what_was_stated()
    {
        var edition = (await Office.EditionAsync()).Name;
        var stranger = await ParticipantAsync((await Office.EditionAsync()).Name);
        var (first, second, third) = (await ParticipantAsync(edition), await ParticipantAsync(edition), await ParticipantAsync(edition));
        var session = await CreateAsync(edition, At("2027-03-01", "09:00", "11:00", s => s.Attendance.Add(new Count { Value = 3, Qualifier = Qualifier.Exact, Basis = CountBasis.Attended })));
        var pass = await Office.Participants.GetParticipantPassAsync(new GetRequest { Name = third });
        Assert.Equal([0x89, 0x50, 0x4E, 0x47], pass.QrCode.Take(4));

        Assert.Equal([("present[0]", "OTHER_EDITION")], await Refused.InvalidAsync(() => Sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session.Name, Present = { stranger } })));
        Assert.Equal([("passes[0]", "NOT_GENUINE")], await Refused.InvalidAsync(() => Sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session.Name, Passes = { pass.Token[..^2] + "xx" } })));
        await Sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session.Name, Present = { first, second } });
        var stored = await Sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session.Name, Absent = { second }, Passes = { pass.Token } });

        Assert.Equal([(first, AttendanceStatus.Present, CheckInMethod.List), (second, AttendanceStatus.Absent, CheckInMethod.List), (third, AttendanceStatus.Present, CheckInMethod.Pass)], stored.CheckIns.Select(c => (c.Participant, c.Status, c.Method)));
        Assert.Equal([("attendance", "STATED_DIFFERS_FROM_COUNTED")], stored.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
    }

    [Fact]
    public async Task A_calendar_is_read_by_its_address_names_nobody_and_folds_its_lines()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Theme = "Smart, and open; cities", Period = new DateValue { Edtf = "2027-03-01/2027-03-05" } })).Name;
        var (mine, others) = (await ParticipantAsync(edition, "Zenobia"), await ParticipantAsync(edition));
        await CreateAsync(edition, At("2027-03-01", "09:00", "11:00", s =>
        {
            s.Title = string.Concat(Enumerable.Repeat("Gov24와 전자정부 ", 12));
            s.Date.TimeZone = "Asia/Seoul";
            Fill(s, "people/kim", "Room 1");
        }));
        await CreateAsync(edition, At("2027-03-02", "", "", s => { s.Title = "For one"; s.Participants.Add(others); }));
        await CreateAsync(edition, At("2027-03", "", "", s => s.Title = "Sometime"));

        var all = await TextAsync(edition);
        var own = await TextAsync(mine);

        Assert.Contains("SUMMARY:Smart\\, and open\\; cities\r\n", all, StringComparison.Ordinal);
        Assert.Contains("DTSTART:20270301T000000Z\r\nDTEND:20270301T020000Z\r\n", all, StringComparison.Ordinal);
        Assert.Contains("DTSTART;VALUE=DATE:20270301\r\nDTEND;VALUE=DATE:20270306\r\n", all, StringComparison.Ordinal);
        Assert.Contains("For one", all, StringComparison.Ordinal);
        Assert.DoesNotContain("For one", own, StringComparison.Ordinal);
        Assert.DoesNotContain("Sometime", all, StringComparison.Ordinal);
        Assert.DoesNotContain("kim", all, StringComparison.Ordinal);
        Assert.DoesNotContain("Zenobia", own, StringComparison.Ordinal);
        Assert.All(all.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 75));
        Assert.Contains(string.Concat(Enumerable.Repeat("Gov24와 전자정부 ", 12)).TrimEnd(), all.Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var nobody = new CalendarService.CalendarServiceClient(fixture.Service.Channel());
        Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => nobody.GetCalendarAsync(new GetCalendarRequest { Token = "Y291cnNlcw.AAAA" })));
    }

    private static Session At(string day, string start, string end, Action<Session> with)
    {
        var session = new Session { Kind = SessionKind.Lecture, Title = "Session", Date = new DateValue { Edtf = day, StartTime = start, EndTime = end } };
        with(session);
        return session;
    }

    private static void Fill(Session session, string person, string room = "", string vehicle = "")
    {
        session.Room = room;
        if (person.Length > 0)
        {
            session.Parties.Add(new Party { Resource = person, Role = PartyRole.Speaker });
        }

        if (vehicle.Length > 0)
        {
            session.Vehicles.Add(vehicle);
        }
    }

    private async Task<string> TextAsync(string name)
    {
        var address = await Calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = name });
        using var anyone = new HttpClient { BaseAddress = fixture.Service.Http };
        using var answer = await anyone.GetAsync(new Uri(address.Path, UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal("text/calendar", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    private async Task<string> ParticipantAsync(string edition, string name = "Someone") =>
        (await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Private = Sample.Person(name) } })).Name;

    private Grpc.Core.AsyncUnaryCall<Session> Create(string edition, Session session) => Sessions.CreateSessionAsync(new CreateSessionRequest { Parent = edition, Session = session });

    private async Task<Session> CreateAsync(string edition, Session session) => await Create(edition, session);

    private async Task<IEnumerable<string>> RulesAsync(string edition, Session session) => (await Refused.InvalidAsync(() => Create(edition, session))).Select(v => v.Rule);
}
