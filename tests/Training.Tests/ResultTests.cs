using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Training.Tests;

/// <summary>What comes after: certificates, action plans, alumni, stated totals.</summary>
public sealed class ResultTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private ChannelBase Channel => fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver);

    private Sample Office => new(Channel);

    private CertificateService.CertificateServiceClient Certificates => new(Channel);

    private CertificateService.CertificateServiceClient Anyone => new(fixture.Service.Channel());

    [Fact]
    public async Task A_certificate_is_checked_by_anyone_until_it_is_revoked()
    {
        var certificate = await IssueAsync("Octavia Neto");
        var pdf = await Certificates.DownloadCertificateAsync(new GetRequest { Name = certificate.Name });
        var credential = (await Certificates.GetCertificateCredentialAsync(new GetRequest { Name = certificate.Name })).Credential;

        Assert.Equal("application/pdf", pdf.ContentType);
        var text = Encoding.Latin1.GetString(pdf.Data.Span);
        Assert.StartsWith("%PDF-", text, StringComparison.Ordinal);
        var offsets = Regex.Matches(text, @"(?<offset>\d{10}) 00000 n", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)).Select(m => int.Parse(m.Groups["offset"].Value, CultureInfo.InvariantCulture)).ToList();
        Assert.Equal(10, offsets.Count);
        Assert.All(offsets.Index(), o => Assert.StartsWith(Sample.Text($"{o.Index + 1} 0 obj"), text[o.Item..], StringComparison.Ordinal));
        Assert.StartsWith("xref", text[int.Parse(text[(text.LastIndexOf("startxref", StringComparison.Ordinal) + 10)..].Split('\n')[0], CultureInfo.InvariantCulture)..], StringComparison.Ordinal);
        var parts = credential.Split('.');
        var payload = JsonNode.Parse(Base64Url.DecodeFromChars(parts[1]))!;
        var keys = JsonNode.Parse((await Anyone.GetIssuerKeysAsync(new GetIssuerKeysRequest())).Data.ToStringUtf8())!["keys"]![0]!;
        using var key = ECDsa.Create(new ECParameters { Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = Base64Url.DecodeFromChars((string)keys["x"]!), Y = Base64Url.DecodeFromChars((string)keys["y"]!) } });
        Assert.True(key.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), HashAlgorithmName.SHA256));
        Assert.Equal(["VerifiableCredential", "OpenBadgeCredential"], payload["type"]!.AsArray().Select(t => (string)t!));
        Assert.Equal("Octavia Neto", (string)payload["credentialSubject"]!["identifier"]![0]!["identityHash"]!);
        var code = ((string)payload["credentialStatus"]!["id"]!).Split("code=")[1];

        Assert.Equal((true, VerificationResult.Valid, certificate.Name), await VerifyAsync(credential: credential));
        Assert.Equal((true, VerificationResult.Valid, certificate.Name), await VerifyAsync(code));
        var forged = $"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload.ToJsonString().Replace("Octavia", "Someone", StringComparison.Ordinal)))}.{parts[2]}";
        Assert.Equal((false, VerificationResult.NotGenuine, ""), await VerifyAsync(credential: forged));

        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => Certificates.RevokeCertificateAsync(Sample.Move(certificate.Name))));
        await Certificates.RevokeCertificateAsync(Sample.Move(certificate.Name, "Issued by mistake"));
        Assert.Equal((false, VerificationResult.Revoked, certificate.Name), await VerifyAsync(credential: credential));
        Assert.Equal([("name", "REVOKED")], await Refused.InvalidAsync(() => Certificates.DownloadCertificateAsync(new GetRequest { Name = certificate.Name })));
    }

    [Fact]
    public async Task A_certificate_is_for_one_who_attended_once_and_never_for_one_who_was_erased()
    {
        var certificate = await IssueAsync("Petronella");
        var edition = certificate.Name[..certificate.Name.IndexOf("/certificates", StringComparison.Ordinal)];
        Assert.Equal([("participant", "DUPLICATE")], await Refused.InvalidAsync(() => Issue(edition, certificate.Participant)));
        var nominee = await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Basis = CountBasis.Accepted } });
        Assert.Equal([("participant", "NOT_ATTENDED")], await Refused.InvalidAsync(() => Issue(edition, nominee.Name)));

        await Office.Participants.EraseParticipantAsync(new EraseRequest { Name = certificate.Participant, Reason = "Asked" });
        Assert.Equal([("name", "NO_NAME")], await Refused.InvalidAsync(() => Certificates.GetCertificateCredentialAsync(new GetRequest { Name = certificate.Name })));
        Assert.Equal(VerificationResult.Valid, (await VerifyAsync(await CodeAsync(certificate))).Result);
    }

    [Fact]
    public async Task An_action_plan_is_reviewed_and_followed_up()
    {
        var plans = new ActionPlanService.ActionPlanServiceClient(Channel);
        var edition = (await Office.EditionAsync()).Name;
        var plan = await plans.CreateActionPlanAsync(new CreateActionPlanRequest
        {
            Parent = edition,
            ActionPlan = new ActionPlan
            {
                Country = "countries/PE",
                Title = "One counter for citizens",
                CountryReport = new NominationDocument { Title = "Country report", Reference = "R-4" },
                Goals = { new ActionGoal { Key = "law", Text = "Draft the decree", Due = new DateValue { Edtf = "2026-06" } }, new ActionGoal { Key = "site", Text = "Open the site", Due = new DateValue { Edtf = "2028" } } },
            },
        });
        await plans.SubmitActionPlanAsync(Sample.Move(plan.Name));
        Assert.Equal([("record.transitions", "REASON")], await Refused.InvalidAsync(() => plans.ReturnActionPlanAsync(Sample.Move(plan.Name))));
        await plans.ReturnActionPlanAsync(Sample.Move(plan.Name, "No budget named"));
        await plans.SubmitActionPlanAsync(Sample.Move(plan.Name));
        Assert.Equal([("reviews", "REQUIRED")], await Refused.InvalidAsync(() => plans.ApproveActionPlanAsync(Sample.Move(plan.Name))));

        var reviewed = new ActionPlan { Name = plan.Name, Reviews = { new PlanReview { Reviewer = new Party { AsPrinted = "Academy" }, Note = "Sound" } } };
        await plans.UpdateActionPlanAsync(new UpdateActionPlanRequest { ActionPlan = reviewed });
        await plans.ApproveActionPlanAsync(Sample.Move(plan.Name));
        Assert.Equal([plan.Name], (await plans.ListActionPlansAsync(new ListRequest { Parent = edition, Filter = "next_due < 2026-11-01" })).ActionPlans.Select(p => p.Name));

        var seen = new ActionPlan { Name = plan.Name, Goals = { plan.Goals } };
        seen.Goals[0].Status = GoalStatus.Done;
        Assert.Equal([("goals[0].status", "NOT_OBSERVED")], (await plans.UpdateActionPlanAsync(new UpdateActionPlanRequest { ActionPlan = seen })).Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
        seen.Goals[0].Observations.Add(new Evidence { Observation = "In the gazette", Observed = new DateValue { Edtf = "2026-05-30" }, Present = true });
        Assert.Empty((await plans.UpdateActionPlanAsync(new UpdateActionPlanRequest { ActionPlan = seen })).Record.Warnings);
        Assert.Empty((await plans.ListActionPlansAsync(new ListRequest { Parent = edition, Filter = "next_due < 2026-11-01" })).ActionPlans);
    }

    [Fact]
    public async Task Alumni_are_listed_by_consent_and_counted_without()
    {
        var alumni = new AlumniService.AlumniServiceClient(Channel);
        var edition = (await Office.EditionAsync()).Name;
        var listed = await AttendedAsync(edition, "Quintilla", "countries/BT", new Consent { Purpose = ConsentPurpose.Alumni, Given = new DateValue { Edtf = "2026-01-01" } });
        await AttendedAsync(edition, "Rosamund", "countries/BT", new Consent { Purpose = ConsentPurpose.Alumni, Given = new DateValue { Edtf = "2026-01-01" }, Withdrawn = new DateValue { Edtf = "2026-02-01" } });
        await AttendedAsync(edition, "Sunniva", "countries/BT", new Consent { Purpose = ConsentPurpose.Photographs, Given = new DateValue { Edtf = "2026-01-01" } });
        await AttendedAsync(edition, "Tamsin", "countries/BT", new Consent { Purpose = ConsentPurpose.Alumni, Given = new DateValue { Edtf = "2030-01-01" } });

        var found = await alumni.ListAlumniAsync(new ListAlumniRequest { Country = "countries/BT" });
        var counts = await alumni.SummarizeAlumniAsync(new SummarizeAlumniRequest());

        Assert.Equal([listed], found.Participants.Select(p => p.Name));
        Assert.Equal((4, 1), counts.Countries.Where(c => c.Country == "countries/BT").Select(c => (c.Attended, c.Listed)).Single());
    }

    [Fact]
    public async Task A_stated_total_stands_beside_what_the_editions_add_up_to()
    {
        var course = (await Office.Courses.CreateCourseAsync(new CreateCourseRequest
        {
            Course = new Course
            {
                Names = { new Name { Text = "Totals" } },
                Level = CourseLevel.National,
                RunningTotals = { new RunningTotal { Count = new Count { Value = 100, Qualifier = Qualifier.Over }, Since = new DateValue { Edtf = "2015" }, AsOf = new DateValue { Edtf = "2018" } } },
            },
        })).Name;
        await PastAsync(course, "2016-05-24/2016-05-27", 60);
        await PastAsync(course, "2018-06-18/2018-06-22", 15);
        await PastAsync(course, "2017", null);
        await PastAsync(course, "2020", 500);

        var total = (await new AlumniService.AlumniServiceClient(Channel).CompareCourseTotalsAsync(new GetRequest { Name = course })).Comparisons.Single();

        Assert.Equal((75L, 3, 1), (total.Recorded.Lower, total.Recorded.Terms, total.Recorded.UnknownTerms));
        Assert.False(total.HasDifferenceLower);
        Assert.Contains("over 100 stated", total.Text, StringComparison.Ordinal);
    }

    private async Task PastAsync(string course, string period, int? attended)
    {
        var edition = new CourseEdition { State = CourseEditionState.Closed, Period = new DateValue { Edtf = period }, Record = new Record { Historical = true } };
        if (attended is { } value)
        {
            edition.Participants.Add(new Count { Value = value, Qualifier = Qualifier.Exact, Basis = CountBasis.Attended });
        }

        await Office.EditionAsync(edition, course);
    }

    private async Task<string> AttendedAsync(string edition, string name, string country = "countries/UY", params Consent[] consents) => (await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest
    {
        Parent = edition,
        Participant = new Participant { Role = ParticipantRole.Trainee, Basis = CountBasis.Attended, Country = country, Consents = { consents }, Private = Sample.Person(name) },
    })).Name;

    private async Task<Certificate> IssueAsync(string name)
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Period = new DateValue { Edtf = "2027-03-01/2027-03-05" } })).Name;
        return await Issue(edition, await AttendedAsync(edition, name));
    }

    private AsyncUnaryCall<Certificate> Issue(string edition, string participant) => Certificates.CreateCertificateAsync(new CreateCertificateRequest
    {
        Parent = edition,
        Certificate = new Certificate { Participant = participant, Kind = CertificateKind.Completion, Issued = new DateValue { Edtf = "2027-03-05" }, Issuer = new Party { AsPrinted = "Academy" }, Number = "A-1" },
    });

    private async Task<string> CodeAsync(Certificate certificate)
    {
        var other = await IssueAsync("Ursula");
        var credential = (await Certificates.GetCertificateCredentialAsync(new GetRequest { Name = other.Name })).Credential;
        Assert.Equal(VerificationResult.Valid, (await VerifyAsync(credential: credential)).Result);
        return new EGovPlatform.Resources.SignedNames(fixture.Configuration, new EGovPlatform.Resources.ServiceIdentity("training")).Sign("certificate", certificate.Name);
    }

    private async Task<(bool Valid, VerificationResult Result, string Certificate)> VerifyAsync(string code = "", string credential = "")
    {
        var answer = code.Length > 0 ? await Anyone.VerifyCertificateAsync(new VerifyCertificateRequest { Code = code }) : await Anyone.VerifyCertificateCredentialAsync(new VerifyCertificateCredentialRequest { Credential = credential });
        return (answer.Valid, answer.Result, answer.Certificate);
    }
}
