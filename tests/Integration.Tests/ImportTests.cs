using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests;

/// <summary>Files in, records out, and back again.</summary>
public sealed class ImportTests(Owners owners) : IClassFixture<Owners>
{
    private readonly Desk desk = new(owners);

    private OrganizationService.OrganizationServiceClient Organizations => new(owners.Channel("countries"));

    private EngagementService.EngagementServiceClient Engagements => new(owners.Channel("activities"));

    [Fact]
    public async Task A_file_is_checked_before_anything_is_written_and_the_second_time_changes_nothing()
    {
        const string File = "name,kind,names[0].text,names[0].language_code\nonce-a,GOVERNMENT,Once A,en\nonce-b,GOVERNMENT,Once B,en\n";
        var import = await desk.UploadAsync("organizations.csv", File);
        Assert.Equal((ImportState.Checked, 2L, 0L), (import.State, import.Counts.Add, import.Counts.Error));
        await NotThereAsync("organizations/once-a");

        import = await desk.ApplyAsync(import);
        Assert.Equal((ImportState.Applied, 2L), (import.State, import.Counts.Written));
        Assert.Equal("Once A", (await OrganizationAsync("once-a")).Names[0].Text);

        var again = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", File));
        Assert.Equal((2L, 0L, 0L), (again.Counts.Unchanged, again.Counts.Written, again.Counts.Failed));
        Assert.Equal("\"1\"", (await OrganizationAsync("once-a")).Etag);
    }

    [Fact]
    public async Task Two_at_once_make_no_duplicate_even_without_names()
    {
        const string File = "kind,names[0].text\nGOVERNMENT,Parallel Bureau\nGOVERNMENT,Parallel Agency\n";
        var imports = await Task.WhenAll(desk.UploadAsync("organizations.csv", File), desk.UploadAsync("organizations.csv", File));
        Assert.All(imports, i => Assert.Equal(2, i.Counts.Add));
        imports = await Task.WhenAll(imports.Select(i => desk.ApplyAsync(i)));
        Assert.Equal(2, imports.Sum(i => i.Counts.Written));
        Assert.Equal(0, imports.Sum(i => i.Counts.Failed));
        var found = await Organizations.ListOrganizationsAsync(new ListRequest { Filter = "\"Parallel\"" });
        Assert.Equal(2, found.Organizations.Count);
        Assert.All(found.Organizations, o => Assert.Equal("\"1\"", o.Etag));
    }

    [Fact]
    public async Task A_correction_needs_a_reason_changes_only_its_columns_and_is_undone()
    {
        var created = await Organizations.CreateOrganizationAsync(new CreateOrganizationRequest
        {
            OrganizationId = "corrected",
            Organization = new Organization { Kind = OrganizationKind.Government, Country = "countries/PE", Names = { new Name { Text = "Befor", LanguageCode = "es" } } },
        });
        var import = await desk.UploadAsync("organizations.csv", "name,names[0].text,names[0].language_code\ncorrected,Before,es\nadded-with-it,Added,en\n");
        Assert.Equal((1L, 1L), (import.Counts.Update, import.Counts.Error));
        import = await desk.UploadAsync("organizations.csv", "name,names[0].text,names[0].language_code,kind\ncorrected,Before,es,GOVERNMENT\nadded-with-it,Added,en,GOVERNMENT\n");
        Assert.Equal(["names"], (await desk.RowsAsync(import))[0].ChangedPaths);
        var refused = await Assert.ThrowsAsync<RpcException>(() => desk.ApplyAsync(import));
        Assert.Contains("reason", refused.Status.Detail, StringComparison.Ordinal);

        import = await desk.ApplyAsync(import, reason: "spelling");
        var corrected = await OrganizationAsync("corrected");
        Assert.Equal(("Before", "countries/PE", "\"2\""), (corrected.Names[0].Text, corrected.Country, corrected.Etag));
        Assert.Contains("spelling", await owners.Database("countries").ScalarAsync<string>("select reason from change where name = 'organizations/corrected' and version = 2"), StringComparison.Ordinal);

        import = await desk.UndoAsync(import);
        Assert.Equal((ImportState.Undone, 2L, 0L), (import.State, import.Counts.Undone, import.Counts.Conflict));
        var restored = await OrganizationAsync("corrected");
        Assert.Equal("\"3\"", restored.Etag);
        restored.Etag = created.Etag;
        restored.UpdateTime = created.UpdateTime;
        Assert.Equal(created, restored);
        Assert.NotNull((await OrganizationAsync("added-with-it")).DeleteTime);
        Assert.Equal(5, await owners.Database("countries").ScalarAsync<long>("select count(*) from change where name in ('organizations/corrected', 'organizations/added-with-it')"));

        // The same file once more is a new import: it brings the deleted record back.
        var third = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", "name,names[0].text,kind\nadded-with-it,Added,GOVERNMENT\n"));
        Assert.Equal(1, third.Counts.Written);
        Assert.Null((await OrganizationAsync("added-with-it")).DeleteTime);
    }

    [Fact]
    public async Task An_undo_leaves_what_was_changed_since_or_is_named_by_others()
    {
        var import = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", "name,names[0].text,kind\nleft-a,Left A,GOVERNMENT\nleft-b,Left B,GOVERNMENT\nleft-c,Left C,GOVERNMENT\n"));
        await Organizations.UpdateOrganizationAsync(new UpdateOrganizationRequest { Organization = new Organization { Name = "organizations/left-a", Names = { new Name { Text = "Left A, since" } } } });
        await Organizations.CreateOrganizationAsync(new CreateOrganizationRequest { OrganizationId = "left-unit", Organization = new Organization { Kind = OrganizationKind.Unit, ParentOrganization = "organizations/left-b", Names = { new Name { Text = "Unit" } } } });
        import = await desk.UndoAsync(import);
        Assert.Equal((1L, 2L), (import.Counts.Undone, import.Counts.Conflict));
        var rows = await desk.RowsAsync(import);
        Assert.Contains("changed since", rows[0].Note, StringComparison.Ordinal);
        Assert.Contains("named by", rows[1].Note, StringComparison.Ordinal);
        Assert.Equal("Left A, since", (await OrganizationAsync("left-a")).Names[0].Text);
    }

    [Fact]
    public async Task An_undo_frees_records_that_hold_each_other_also_where_one_name_may_not_go()
    {
        // The first needs its origin, so only what it became can be taken out of it; the second needs the first.
        var import = await desk.ApplyAsync(await desk.UploadAsync("circle.jsonl", """
            {"name":"engagements/circle-forum","body":{"kind":"ENGAGEMENT_KIND_FORUM","titles":[{"text":"Circle"}],"country":"countries/PE","date":{"edtf":"2018-05-28"}}}
            {"name":"followUps/circle-first","body":{"commitment":"First","origin":"engagements/circle-forum","became":"followUps/circle-second"}}
            {"name":"followUps/circle-second","body":{"commitment":"Second","origin":"followUps/circle-first"}}
            """));
        Assert.Equal((3L, 0L), (import.Counts.Written, import.Counts.Failed));
        import = await desk.UndoAsync(import);
        Assert.Equal((3L, 0L), (import.Counts.Undone, import.Counts.Conflict));
    }

    [Fact]
    public async Task A_name_of_several_is_asked_and_one_of_one_is_found()
    {
        await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", "name,names[0].text,names[1].text,names[1].kind,kind\nask-1,Ministry of Questions,MOQ,ABBREVIATION,GOVERNMENT\nask-2,Office of Queries,MOQ,ABBREVIATION,GOVERNMENT\n"));
        var import = await desk.UploadAsync("engagements.csv", "name,kind,titles[0].text,country,parties[0].resource,parties[0].role,parties[1].resource\nasked,FORUM,Asked,PE,MOQ,HOST,ministry of QUESTIONS\nlost,FORUM,Lost,PE,No such body,HOST,\n");
        var rows = await desk.RowsAsync(import);
        Assert.Equal([RowOutcome.Ask, RowOutcome.Error], rows.Select(r => r.Outcome));
        var question = Assert.Single(rows[0].Questions);
        Assert.Equal(("parties[0].resource", "MOQ", "parties[0].resource", 2L), (question.Field, question.Text, question.Place.Column, question.Place.Row));
        Assert.Equal(["organizations/ask-1", "organizations/ask-2"], question.Candidates.Select(c => c.Resource));
        Assert.Contains(rows[0].Resolutions, r => (r.Text, r.Resource, r.How) == ("ministry of QUESTIONS", "organizations/ask-1", "name"));
        Assert.Contains(rows[0].Resolutions, r => (r.Text, r.Resource, r.How) == ("PE", "countries/PE", "code"));
        Assert.Equal("REFERENCE_NOT_FOUND", Assert.Single(rows[1].Violations).Rule);

        var refused = await Assert.ThrowsAsync<RpcException>(() => desk.ApplyAsync(import));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
        import = await desk.AnswerAsync(import, "MOQ", "organizations/ask-2");
        Assert.Empty((await desk.RowsAsync(import))[0].Violations);
        import = await desk.ApplyAsync(import, skipBadRows: true);
        Assert.Equal((1L, 1L), (import.Counts.Written, import.Counts.Skipped));
        var asked = await Engagements.GetEngagementAsync(new GetRequest { Name = "engagements/asked" });
        Assert.Equal(["organizations/ask-2", "organizations/ask-1"], asked.Parties.Select(p => p.Resource));
        Assert.Equal("countries/PE", asked.Country);
    }

    [Fact]
    public async Task Rows_of_a_file_name_each_other_in_any_order_and_by_name()
    {
        var import = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", "name,names[0].text,kind,parent_organization\nchild-unit,Child Unit,UNIT,Parent Body of the File\nparent-body,Parent Body of the File,GOVERNMENT,\n"));
        Assert.Equal((2L, 0L), (import.Counts.Written, import.Counts.Failed));
        Assert.Equal("organizations/parent-body", (await OrganizationAsync("child-unit")).ParentOrganization);
        import = await desk.UndoAsync(import);
        Assert.Equal(2, import.Counts.Undone);
    }

    [Fact]
    public async Task An_identifier_of_another_system_names_a_record()
    {
        const string File = "name,names[0].text,kind\n~org-id~XM-1,Identified,GOVERNMENT\n";
        var import = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", File));
        Assert.Equal(1, import.Counts.Written);
        var record = await OrganizationAsync("~org-id~XM-1");
        Assert.Equal("Identified", record.Names[0].Text);
        Assert.Equal(1, (await desk.UploadAsync("organizations.csv", File)).Counts.Unchanged);
        var unit = await desk.ApplyAsync(await desk.UploadAsync("organizations.csv", "name,names[0].text,kind,parent_organization\nidentified-unit,Identified Unit,UNIT,~org-id~XM-1\n~org-id~XM-2,Second,GOVERNMENT,Identified\n~org-id~XM-3,Third,UNIT,~org-id~XM-2\n"));
        Assert.Equal(3, unit.Counts.Written);
        Assert.Equal(record.Name, (await OrganizationAsync("identified-unit")).ParentOrganization);
        Assert.Equal(record.Name, (await OrganizationAsync("~org-id~XM-2")).ParentOrganization);
        Assert.Equal((await OrganizationAsync("~org-id~XM-2")).Name, (await OrganizationAsync("~org-id~XM-3")).ParentOrganization);
    }

    [Fact]
    public async Task A_bad_row_says_where_and_by_which_rule()
    {
        var import = await desk.UploadAsync("engagements.csv", "name,titles[0].text,date.edtf,kind\nbad-date,Bad date,28.05.2018,FORUM\nbad-kind,Bad kind,2018,PARTY\nbad-date,Twice,2018,FORUM\n");
        var rows = await desk.RowsAsync(import);
        var date = Assert.Single(rows[0].Violations);
        Assert.Equal(("date.edtf", 2L, "date.edtf"), (date.Field, date.Place.Row, date.Place.Column));
        Assert.StartsWith("DATE", date.Rule, StringComparison.Ordinal);
        var kind = Assert.Single(rows[1].Violations);
        Assert.Equal(("kind", "ENUM_VALUE", 3L, "kind"), (kind.Field, kind.Rule, kind.Place.Row, kind.Place.Column));
        Assert.Contains(rows[2].Violations, v => v.Rule == "DUPLICATE_IN_FILE");
        await Assert.ThrowsAsync<RpcException>(async () => await Engagements.GetEngagementAsync(new GetRequest { Name = "engagements/bad-date" }));
    }

    [Fact]
    public async Task Personal_fields_are_refused_and_never_kept()
    {
        var column = await Assert.ThrowsAsync<RpcException>(() => desk.UploadAsync("participants.csv", "name,private.names[0].text\nx,Secretname\n"));
        Assert.Equal(StatusCode.InvalidArgument, column.StatusCode);
        Assert.Contains("personal data", column.Status.Detail, StringComparison.Ordinal);
        var import = await desk.UploadAsync("x.jsonl", """{"name":"people/secret-1","body":{"class":"PERSON_CLASS_PRIVATE","private":{"names":[{"text":"Secretname"}]}}}""");
        Assert.Equal(1, import.Counts.Error);
        Assert.Equal(0, await owners.Database("integration").ScalarAsync<long>("select count(*) from import_row where position('Secretname'::bytea in content) > 0 or position('Secretname'::bytea in body) > 0"));
    }

    [Fact]
    public async Task What_cannot_be_read_is_refused_whole()
    {
        foreach (var (name, bytes) in new (string, byte[])[] { ("x.xlsx", [1, 2, 3]), ("organizations.csv", [0xff, 0xfe, 0x41]), ("x.exe", [1]), ("unknown.csv", "name\nx\n"u8.ToArray()), ("organizations.csv", "name,nonsense\nx,y\n"u8.ToArray()), ("organizations.csv", "name\n"u8.ToArray()) })
        {
            var error = await Assert.ThrowsAsync<RpcException>(() => desk.UploadAsync(name, bytes));
            Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        }

        var large = await Assert.ThrowsAsync<RpcException>(() => desk.UploadAsync("organizations.csv", new byte[4_000_001]));
        Assert.Equal(StatusCode.ResourceExhausted, large.StatusCode);
        Assert.Contains("4000000", large.Status.Detail, StringComparison.Ordinal);
        var repeated = new Google.Api.HttpBody
        {
            ContentType = $"text/csv; group=organizations; request-id={Guid.NewGuid()}",
            Data = Google.Protobuf.ByteString.CopyFromUtf8("name,names[0].text,kind\nrequest-id,R,GOVERNMENT\n"),
        };
        var first = await desk.Imports.UploadImportAsync(repeated);
        Assert.Equal(first.Name, (await desk.Imports.UploadImportAsync(repeated)).Name);
        await desk.DoneAsync(first.Operation);
    }

    [Fact]
    public async Task A_cancelled_import_says_what_is_written_and_goes_on_or_back()
    {
        var file = "name,names[0].text,kind\n" + string.Concat(Enumerable.Range(0, 450).Select(i => $"cancel-{i},Cancel {i},GOVERNMENT\n"));
        var import = await desk.UploadAsync("organizations.csv", file);
        var operation = await desk.Imports.ApplyImportAsync(new ApplyImportRequest { Name = import.Name });
        await Eventually.Async("some rows to be written", async () => (await desk.Imports.ListImportRowsAsync(new ListImportRowsRequest { Parent = import.Name, Progress = { RowProgress.Written }, PageSize = 5 })).Rows.Count == 5);
        await desk.CancelAsync(operation.Name);
        var done = await desk.DoneAsync(operation.Name);
        Assert.Equal((int)StatusCode.Cancelled, done.Error?.Code);
        import = await desk.Imports.GetImportAsync(new GetImportRequest { Name = import.Name });
        Assert.Equal(ImportState.Cancelled, import.State);
        Assert.InRange(import.Counts.Written, 5, 449);
        Assert.Equal(import.Counts.Written, (await Organizations.ListOrganizationsAsync(new ListRequest { Filter = "\"cancel-\"", PageSize = 1000 })).Organizations.Count);

        import = await desk.ApplyAsync(import);
        Assert.Equal((ImportState.Applied, 450L), (import.State, import.Counts.Written));
        import = await desk.UndoAsync(import);
        Assert.Equal(450, import.Counts.Undone);
        Assert.Empty((await Organizations.ListOrganizationsAsync(new ListRequest { Filter = "\"cancel-\"" })).Organizations);
    }

    private Task<Organization> OrganizationAsync(string id) => Organizations.GetOrganizationAsync(new GetRequest { Name = $"organizations/{id}" }).ResponseAsync;

    private async Task NotThereAsync(string name) =>
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await Organizations.GetOrganizationAsync(new GetRequest { Name = name }))).StatusCode);
}
