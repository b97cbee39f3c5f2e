using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Training.Tests;

/// <summary>Passes, calendar addresses and codes are taken back one by one; what is given afterwards holds.</summary>
public sealed class RenewalTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    private CertificateService.CertificateServiceClient Certificates => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer));

    private CertificateService.CertificateServiceClient Anyone => new(fixture.Service.Channel());

    [Fact]
    public async Task A_lost_pass_opens_nothing_and_the_others_still_do()
    {
        var edition = (await Office.EditionAsync()).Name;
        var (loser, other) = (await AttendedAsync(edition, "Hroswitha"), await AttendedAsync(edition, "Leocadia"));
        var sessions = new SessionService.SessionServiceClient(fixture.Service.Channel(Role.TrainingOfficer));
        var session = (await new SessionService.SessionServiceClient(fixture.Service.Channel(Role.Editor)).CreateSessionAsync(new CreateSessionRequest { Parent = edition, Session = new Session { Kind = SessionKind.Lecture } })).Name;
        var lost = (await PassAsync(loser)).Token;
        var kept = (await PassAsync(other)).Token;

        Assert.Empty((await Office.Participants.RenewParticipantPassAsync(new RenewTokenRequest { Name = loser, ValidateOnly = true })).Token);
        await sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session, Passes = { lost } });
        var given = await Office.Participants.RenewParticipantPassAsync(new RenewTokenRequest { Name = loser, Reason = "Lost at the airport" });

        Assert.Equal(given.Token, (await PassAsync(loser)).Token);
        Assert.Equal([("passes[1]", "REVOKED")], await Refused.InvalidAsync(() => sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session, Passes = { kept, lost } })));
        Assert.Equal(2, (await sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session, Passes = { kept, given.Token } })).CheckIns.Count);
        var evaluations = new EvaluationService.EvaluationServiceClient(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer));
        var evaluation = (await evaluations.CreateEvaluationAsync(new CreateEvaluationRequest { Parent = edition, Evaluation = new Evaluation { Title = "Closing", Questions = { new EvaluationQuestion { Key = "use", Text = "Of use?", Scale = 5 } } } })).Name;
        Assert.Equal([("pass", "REVOKED")], await Refused.InvalidAsync(() => evaluations.SubmitEvaluationAsync(new SubmitEvaluationRequest { Name = evaluation, Pass = lost })));

        await Office.Participants.EraseParticipantAsync(new EraseRequest { Name = loser, Reason = "Asked" });
        Assert.Equal([("passes[0]", "REVOKED")], await Refused.InvalidAsync(() => sessions.CheckInSessionAsync(new CheckInSessionRequest { Name = session, Passes = { given.Token } })));
    }

    [Fact]
    public async Task A_calendar_that_went_too_far_gets_another_address()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Theme = "Renewed", Period = new DateValue { Edtf = "2027-03-01" } })).Name;
        var calendars = new CalendarService.CalendarServiceClient(fixture.Service.Channel(Role.Editor));
        foreach (var name in new[] { edition, await AttendedAsync(edition, "Radegund") })
        {
            var old = (await calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = name })).Path;
            Assert.Contains("SUMMARY:Renewed", await ReadAsync(old), StringComparison.Ordinal);
            var fresh = (await calendars.RenewCalendarAddressAsync(new RenewTokenRequest { Name = name, Reason = "Posted on a public page" })).Path;

            Assert.Equal("NOT_FOUND", await Refused.ReasonAsync(() => calendars.GetCalendarAsync(new GetCalendarRequest { Token = old.Split('/')[^1] })));
            Assert.Contains("SUMMARY:Renewed", await ReadAsync(fresh), StringComparison.Ordinal);
            Assert.Equal(fresh, (await calendars.CreateCalendarAddressAsync(new CreateCalendarAddressRequest { Name = name })).Path);
        }

        async Task<string> ReadAsync(string path) => (await calendars.GetCalendarAsync(new GetCalendarRequest { Token = path.Split('/')[^1] })).Data.ToStringUtf8();
    }

    [Fact]
    public async Task Codes_and_credentials_of_a_lost_print_are_told_to_be_revoked_and_the_certificate_holds()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Period = new DateValue { Edtf = "2027-03-01" } })).Name;
        var certificate = (await Certificates.CreateCertificateAsync(new CreateCertificateRequest
        {
            Parent = edition,
            Certificate = new Certificate { Participant = await AttendedAsync(edition, "Walburga"), Kind = CertificateKind.Completion },
        })).Name;
        var lost = await CredentialAsync(certificate);

        await Certificates.RenewCertificateCodeAsync(new RenewTokenRequest { Name = certificate, Reason = "The print was stolen" });
        var fresh = await CredentialAsync(certificate);

        Assert.Equal((VerificationResult.Revoked, certificate), await VerifyAsync(lost));
        Assert.Equal((VerificationResult.Valid, certificate), await VerifyAsync(fresh));
        Assert.Equal(VerificationResult.Revoked, (await Anyone.VerifyCertificateAsync(new VerifyCertificateRequest { Code = CodeOf(lost) })).Result);
        Assert.Equal(VerificationResult.Valid, (await Anyone.VerifyCertificateAsync(new VerifyCertificateRequest { Code = CodeOf(fresh) })).Result);
        Assert.Equal("code_renewed", await fixture.Database.ScalarAsync<string>($"select split_part(kind, '.', 2) from change where name = '{certificate}' order by version desc limit 1"));
    }

    private static string CodeOf(string credential)
    {
        var payload = System.Text.Json.Nodes.JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(credential.Split('.')[1]))!;
        return ((string)payload["credentialStatus"]!["id"]!).Split("code=")[1];
    }

    private async Task<(VerificationResult Result, string Certificate)> VerifyAsync(string credential)
    {
        var answer = await Anyone.VerifyCertificateCredentialAsync(new VerifyCertificateCredentialRequest { Credential = credential });
        return (answer.Result, answer.Certificate);
    }

    private async Task<string> CredentialAsync(string certificate) => (await Certificates.GetCertificateCredentialAsync(new GetRequest { Name = certificate })).Credential;

    private async Task<ParticipantPass> PassAsync(string participant) => await Office.Participants.GetParticipantPassAsync(new GetRequest { Name = participant });

    private async Task<string> AttendedAsync(string edition, string name) => (await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest
    {
        Parent = edition,
        Participant = new Participant { Role = ParticipantRole.Trainee, Basis = CountBasis.Attended, Private = Sample.Person(name) },
    })).Name;
}
