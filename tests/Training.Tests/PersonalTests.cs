using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Npgsql;

namespace EGovPlatform.Training.Tests;

/// <summary>Consent, masking, export, retention and erasure. Counts stay.</summary>
public sealed class PersonalTests(TrainingFixture fixture) : IClassFixture<TrainingFixture>
{
    private Sample Office => new(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer, Role.Approver));

    [Fact]
    public async Task After_an_erase_nothing_of_the_person_is_readable_and_every_count_is_unchanged()
    {
        var edition = (await Office.EditionAsync(new CourseEdition { Capacity = 5 })).Name;
        var nominee = await Office.ScreenedAsync(edition, "countries/PE", n => n.Private = Person("Xantharova"));
        await Office.Nominations.AcceptNominationAsync(Sample.Move(nominee.Name));
        var participant = await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest
        {
            Parent = edition,
            RequestId = Guid.NewGuid().ToString(),
            Participant = new Participant { Role = ParticipantRole.Trainee, Country = "countries/PE", Basis = CountBasis.Attended, Nomination = nominee.Name, Private = Person("Xantharova") },
        });
        var evaluations = new EvaluationService.EvaluationServiceClient(fixture.Service.Channel(Role.Editor, Role.TrainingOfficer));
        var evaluation = (await evaluations.CreateEvaluationAsync(new CreateEvaluationRequest { Parent = edition, Evaluation = new Evaluation { Title = "Closing", Questions = { new EvaluationQuestion { Key = "use", Text = "Of use?", Scale = 5 }, new EvaluationQuestion { Key = "why", Text = "Why?" } } } })).Name;
        await evaluations.SubmitEvaluationAsync(new SubmitEvaluationRequest
        {
            Name = evaluation,
            Pass = (await Office.Participants.GetParticipantPassAsync(new GetRequest { Name = participant.Name })).Token,
            Answers = { new EvaluationAnswer { Question = "use", Score = 4 }, new EvaluationAnswer { Question = "why", Text = "I, Xantharova, liked it" } },
        });
        var responses = new EvaluationResponseService.EvaluationResponseServiceClient(fixture.Service.Channel(Role.TrainingOfficer));
        Assert.Contains("Xantharova", (await responses.ListEvaluationResponsesAsync(new ListRequest { Parent = evaluation })).EvaluationResponses[0].Private.Answers[0].Text, StringComparison.Ordinal);
        Assert.Equal(4, (await Office.Participants.ExportParticipantAsync(new GetRequest { Name = participant.Name })).Responses.Single().Answers[0].Score);
        await AssertNowhereAsync("Xantharova");
        var results = await evaluations.SummarizeEvaluationAsync(new GetRequest { Name = evaluation });
        Assert.Equal([nominee.Name], (await Office.Privacy.FindNominationsAsync(new FindPersonalRequest { Text = "XANTHAROVA" })).Nominations.Select(n => n.Name));
        var before = await Office.Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition });

        await Office.Participants.EraseParticipantAsync(new EraseRequest { Name = participant.Name, Reason = "Asked to be forgotten" });

        Assert.Equal(before, await Office.Editions.SummarizeCourseEditionAsync(new GetRequest { Name = edition }));
        Assert.Null((await Office.Participants.GetParticipantAsync(new GetRequest { Name = participant.Name })).Private);
        Assert.Null((await Office.Nominations.GetNominationAsync(new GetRequest { Name = nominee.Name })).Private);
        Assert.Equal(results, await evaluations.SummarizeEvaluationAsync(new GetRequest { Name = evaluation }));
        Assert.Null((await responses.ListEvaluationResponsesAsync(new ListRequest { Parent = evaluation })).EvaluationResponses[0].Private);
        Assert.Empty((await Office.Privacy.FindNominationsAsync(new FindPersonalRequest { Text = "Xantharova" })).Nominations);
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from person_key where name in ('{participant.Name}', '{nominee.Name}')"));
        Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from person_index where name in ('{participant.Name}', '{nominee.Name}')"));
        await AssertNowhereAsync("Xantharova");
        await AssertNowhereAsync("DOC-Xantharova");
    }

    [Fact]
    public async Task Each_role_sees_its_part_and_every_read_is_written_down()
    {
        var edition = (await Office.EditionAsync()).Name;
        var name = (await Office.DraftAsync(edition, "countries/PE", n => n.Private = Person("Ottoline"))).Name;

        var officer = await Office.Nominations.GetNominationAsync(new GetRequest { Name = name });
        var editor = await new Sample(fixture.Service.Channel(Role.Editor)).Nominations.GetNominationAsync(new GetRequest { Name = name });
        var auditor = await new Sample(fixture.Service.Channel(Role.Auditor)).Nominations.GetNominationAsync(new GetRequest { Name = name });

        Assert.Equal("DOC-Ottoline", officer.Private.DocumentNumber);
        Assert.Equal(("Ottoline", "", 0), (editor.Private.Names[0].Text, editor.Private.DocumentNumber, editor.Private.Emails.Count));
        Assert.Null(editor.Private.Birth);
        Assert.Null(auditor.Private);
        Assert.Equal("PERMISSION_DENIED", await Refused.ReasonAsync(() => new Sample(fixture.Service.Channel(Role.Viewer)).Nominations.GetNominationAsync(new GetRequest { Name = name })));
        var export = await Office.Privacy.ExportNominationAsync(new GetRequest { Name = name });
        Assert.Equal("ottoline@example.org", export.Nomination.Private.Emails[0]);
        Assert.Equal(3, export.Reads.Count);
        Assert.NotEmpty(export.History);
    }

    [Fact]
    public async Task A_field_whose_time_has_run_out_goes_with_all_its_older_copies()
    {
        var past = (await Office.EditionAsync(new CourseEdition { State = CourseEditionState.Closed, Period = new DateValue { Edtf = "2025-06-01/2025-06-05" }, Record = new Record { Historical = true } })).Name;
        var recent = (await Office.EditionAsync(new CourseEdition { Period = new DateValue { Edtf = "2027-06-01" } })).Name;
        var due = await ParticipantAsync(past, "Beatrix");
        var kept = await ParticipantAsync(recent, "Cornelia");
        var key = await fixture.Database.ScalarAsync<byte[]>($"select wrapped from person_key where name = '{due}'");

        var dry = await RunAsync(validateOnly: true);
        Assert.Equal((0L, 1L), (dry.Trimmed, dry.Fields["document_number"]));
        var result = await RunAsync(validateOnly: false);

        Assert.Equal(["birth", "document_number", "documents"], result.Fields.Keys.Order(StringComparer.Ordinal));
        var after = (await Office.Participants.GetParticipantAsync(new GetRequest { Name = due })).Private;
        Assert.Equal(("Beatrix", "", null), (after.Names[0].Text, after.DocumentNumber, after.Birth));
        Assert.Equal("beatrix@example.org", after.Emails[0]);
        Assert.NotEqual(key, await fixture.Database.ScalarAsync<byte[]>($"select wrapped from person_key where name = '{due}'"));
        Assert.Equal("DOC-Cornelia", (await Office.Participants.GetParticipantAsync(new GetRequest { Name = kept })).Private.DocumentNumber);
        Assert.Equal(0L, (await RunAsync(validateOnly: false)).Trimmed);
        Assert.Empty((await Office.Participants.FindParticipantsAsync(new FindPersonalRequest { Text = "DOC-Beatrix" })).Participants);
    }

    [Fact]
    public async Task Papers_of_a_private_person_stand_where_they_are_sealed()
    {
        var edition = (await Office.EditionAsync()).Name;
        Assert.Equal([("documents", "PERSONAL_FIELD")], await Refused.InvalidAsync(() => Office.Nominations.CreateNominationAsync(new CreateNominationRequest
        {
            Parent = edition,
            Nomination = new Nomination { Country = "countries/PE", Private = Person("Philippa"), Documents = { new NominationDocument { Title = "CV of Philippa" } } },
        })));
    }

    [Fact]
    public async Task A_consent_has_a_purpose_once_and_ends_after_it_began()
    {
        var edition = (await Office.EditionAsync()).Name;
        var participant = new Participant
        {
            Role = ParticipantRole.Trainee,
            Consents =
            {
                new Consent { Purpose = ConsentPurpose.Alumni, Given = new DateValue { Edtf = "2026-05-01" }, Withdrawn = new DateValue { Edtf = "2026-04-01" } },
                new Consent { Purpose = ConsentPurpose.Alumni },
                new Consent { Purpose = ConsentPurpose.Other },
                new Consent(),
            },
        };

        Assert.Equal(
            [("consents[2].purpose_as_printed", "OTHER_WORD_REQUIRED"), ("consents[0].withdrawn", "DATE_ORDER"), ("consents[1].purpose", "DUPLICATE"), ("consents[3].purpose", "REQUIRED")],
            await Refused.InvalidAsync(() => Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = participant })));
    }

    private async Task<EraseDueResponse> RunAsync(bool validateOnly)
    {
        var operation = await Office.Participants.EraseDuePersonalDataAsync(new EraseDueRequest { ValidateOnly = validateOnly });
        var client = new OperationService.OperationServiceClient(fixture.Service.Channel(Role.Operator, Role.TrainingOfficer));
        var done = await Eventually.GetAsync("the retention run to end", async () => await client.GetOperationAsync(new GetOperationRequest { Name = operation.Name }) is { Done: true } ended ? ended : null);
        Assert.Null(done.Error);
        return done.Response.Unpack<EraseDueResponse>();
    }

    private async Task<string> ParticipantAsync(string edition, string name) =>
        (await Office.Participants.CreateParticipantAsync(new CreateParticipantRequest { Parent = edition, Participant = new Participant { Role = ParticipantRole.Trainee, Private = Person(name) } })).Name;

    private static ParticipantPrivate Person(string name) => new()
    {
        Names = { new Name { Text = name } },
        Emails = { $"{name.ToLowerInvariant()}@example.org" },
        DocumentNumber = $"DOC-{name}",
        Birth = new DateValue { Edtf = "1980-02-03" },
        Documents = { new NominationDocument { Title = $"CV of {name}", Reference = $"{name}.pdf" } },
    };

    // Every column of every table, as text and as bytes.
    private async Task AssertNowhereAsync(string text)
    {
        await using var connection = await fixture.Database.OpenAsync();
        var tables = new List<string>();
        await using (var command = new NpgsqlCommand("select tablename from pg_tables where schemaname = 'public'", connection))
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                tables.Add(reader.GetString(0));
            }
        }

        Assert.Contains("change", tables);
        var hex = Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text));
        foreach (var table in tables)
        {
            Assert.Equal(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from \"{table}\" t where t::text ilike '%{text}%' or t::text like '%{hex}%'"));
        }
    }
}
