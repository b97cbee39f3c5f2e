using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Reports as a client meets them at the gateway: one test for each row of feature table F that has to do with asking, and search.</summary>
public sealed class ReportingRowsTests(Platform platform)
{
    [Fact]
    public async Task Row_83_saved_reports_with_parameters()
    {
        var id = $"row-83-{Guid.NewGuid():N}";
        await SendAsync(HttpMethod.Post, $"reportDefinitions?reportDefinitionId={id}", """
            {"titles":[{"text":"Attendance of a country"}],"report":{"summary":{"measures":["attendance"],"filter":"country:{country}"}},"parameters":[{"key":"country","defaultValue":"PE"}]}
            """);
        var run = await SendAsync(HttpMethod.Post, $"reportDefinitions/{id}:run", """{"parameters":{"country":"VN"}}""");
        Assert.Equal("country:VN", run["report"]!["summary"]!["filter"]!.GetValue<string>());
        // The notice tells of the forum in Vietnam, and not how many came.
        Assert.Equal("unknown (1 of 1)", Text(run["summary"]!));
        Assert.Contains("PARAMETER_MISSING", (await CallAsync(HttpMethod.Post, "reportDefinitions", """{"titles":[{"text":"x"}],"report":{"summary":{"measures":["attendance"],"filter":"country:{land}"}}}""")).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("TABLE_FORMAT_CSV")]
    [InlineData("TABLE_FORMAT_XLSX")]
    public async Task Row_84_the_filtered_list_and_nothing_else_leaves_as_a_file(string format)
    {
        const string Asked = """{"measure":"records","filter":"type = Engagement AND country:PE","pageSize":1000}""";
        var listed = (await SendAsync(HttpMethod.Post, "reports/summary:records", Asked))["records"]!.AsArray().Select(r => Field(r!, "name")).ToList();
        var (status, text) = await CallAsync(HttpMethod.Post, "reports/records/export", $$"""{"records":{{Asked}},"format":"{{format}}"}""");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.NotEmpty(listed);
        if (format == "TABLE_FORMAT_CSV")
        {
            Assert.Equal(listed, text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Split(',')[0]));
        }
        else
        {
            Assert.StartsWith("PK", text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("records", """{"records":{"measure":"records","filter":"type = Engagement AND country:PE"},"format":"TABLE_FORMAT_CSV"}""", "reports/records/export")]
    [InlineData("summary", """{"summary":{"measures":["attendance"],"dimensions":["country"]},"format":"TABLE_FORMAT_CSV"}""", "reports/summary/export")]
    public async Task Row_84_a_long_export_is_an_operation_whose_file_only_its_asker_gets(string what, string asked, string atOnce)
    {
        var started = await SendAsync(HttpMethod.Post, "reports/exports", $$"""{"{{what}}":{{asked}}}""");
        var done = await FinishedAsync(started);
        var file = done["response"]!;
        var name = Field(file, "name");
        var (status, text) = await CallAsync(HttpMethod.Get, $"{name}:download", null);

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal((await CallAsync(HttpMethod.Post, atOnce, asked)).Text, text);
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))), Field(file, "sha256"));
        Assert.Equal(Field(file, "sizeBytes"), Field(done, "progress"));
        await using var other = new GatewayClient(platform, "another-officer", Role.Viewer);
        Assert.Contains("NOT_FOUND", await other.RefusedAsync(HttpMethod.Get, $"{name}:download"), StringComparison.Ordinal);
        Assert.Contains("NOT_FOUND", await other.RefusedAsync(HttpMethod.Get, Field(started, "name")), StringComparison.Ordinal);
        Assert.Contains("NOT_FOUND", await other.RefusedAsync(HttpMethod.Post, $"{Field(started, "name")}:cancel", "{}"), StringComparison.Ordinal);
        Assert.True((await SendAsync(HttpMethod.Post, $"{Field(started, "name")}:cancel", "{}"))["done"]!.GetValue<bool>());
    }

    [Fact]
    public async Task Row_84_what_cannot_be_exported_is_the_error_of_the_operation()
    {
        var failed = await FinishedAsync(await SendAsync(HttpMethod.Post, "reports/exports", """{"records":{"records":{"measure":"no such"},"format":"TABLE_FORMAT_CSV"}}"""));

        Assert.Equal(3, failed["error"]!["code"]!.GetValue<int>());
        Assert.Contains("measure", failed["error"]!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("REQUIRED", (await CallAsync(HttpMethod.Post, "reports/exports", "{}")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_85_a_snapshot_with_digest()
    {
        var id = $"row-85-{Guid.NewGuid():N}";
        var taken = await SendAsync(HttpMethod.Post, $"snapshots?snapshotId={id}", """{"title":"Attendance","report":{"summary":{"measures":["attendance"]}}}""");
        Assert.Contains("about 440, 2 of 5 unknown", Encoding.UTF8.GetString(Convert.FromBase64String(taken["data"]!.GetValue<string>())), StringComparison.Ordinal);
        var verified = await SendAsync(HttpMethod.Get, $"snapshots/{id}:verify", null);
        Assert.True(verified["intact"]!.GetValue<bool>());
        Assert.Equal(taken["digest"]!.GetValue<string>(), verified["digest"]!.GetValue<string>());
        Assert.NotEqual(HttpStatusCode.OK, (await CallAsync(HttpMethod.Patch, $"snapshots/{id}", """{"title":"Other"}""")).Status);
        Assert.NotEqual(HttpStatusCode.OK, (await CallAsync(HttpMethod.Delete, $"snapshots/{id}", null)).Status);
    }

    [Fact]
    public async Task Row_86_unknown_is_unknown_and_never_zero()
    {
        var rows = (await SummaryAsync("""{"measures":["attendance"],"dimensions":["country"],"filter":"country:PY"}"""))["rows"]!.AsArray();
        Assert.Equal("unknown (1 of 1)", rows[0]!["values"]![0]!["sum"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Rows_86_and_89_contracts_by_what_they_come_from_in_one_currency_where_a_rate_is_known()
    {
        var id = Guid.NewGuid().ToString("N");
        var project = (await SendAsync(HttpMethod.Post, "projects", """{"kind":"PROJECT_KIND_CONSULTING","names":[{"text":"Exports"}]}"""))["name"]!.GetValue<string>();
        var rate = await SendAsync(HttpMethod.Post, "exchangeRates", $$"""{"baseCurrency":"UYU","quoteCurrency":"KRW","rate":"34.5","date":{"edtf":"2019-03-05"},"publisher":{"asPrinted":"Bank {{id}}"},"kind":"EXCHANGE_RATE_KIND_REFERENCE"}""");
        await SendAsync(HttpMethod.Post, "contracts", $$"""
            {"kind":"CONTRACT_KIND_EXPORT","titles":[{"text":"Exports"}],"supplier":{"asPrinted":"A company"},"customer":{"asPrinted":"A ministry"},"country":"countries/UY","signed":{"edtf":"2019-03-10"},
             "value":[{"amount":"100","currencyCode":"UYU","kind":"MONEY_KIND_COMMITTED"},{"amount":"7","currencyCode":"PYG","kind":"MONEY_KIND_COMMITTED"}],"attributions":[{"resource":"{{project}}","certainty":"CERTAINTY_STATED"}]}
            """);
        var asked = $$"""{"measures":["money","contracts"],"dimensions":["year"],"currency":"KRW","filter":"attribution:\"{{project}}\""}""";
        await Eventually.Async("the contract to be reported", async () => (await SummaryAsync(asked))["rows"] is JsonArray { Count: 1 });
        var row = (await SummaryAsync(asked))["rows"]![0]!;
        Assert.Equal("2019", row["dimensions"]![0]!["key"]!.GetValue<string>());
        var converted = Assert.Single(row["values"]![0]!["converted"]!.AsArray())!;
        Assert.Equal("3450 KRW, 1 of 2 unknown", converted["sum"]!["text"]!.GetValue<string>());
        var used = Assert.Single(converted["rates"]!.AsArray())!;
        Assert.Equal((rate["name"]!.GetValue<string>(), "34.5", "2019-03-05", $"Bank {id}"), (Field(used, "exchangeRate"), Field(used, "rate"), Field(used, "validFrom"), Field(used, "publisher")));
        Assert.Equal("1", row["values"]![1]!["sum"]!["value"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_87_totals_carry_about_and_over_and_lead_to_their_records()
    {
        Assert.Equal("about 75 or more", Text(await SummaryAsync("""{"measures":["participants"]}""")));
        var records = await SendAsync(HttpMethod.Post, "reports/summary:records", """{"measure":"participants","pageSize":1}""");
        Assert.Single(records["records"]!.AsArray());
        Assert.NotEmpty(records["nextPageToken"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_88_promises_and_follow_ups_as_rates() =>
        Assert.Equal("0 of 6", (await SummaryAsync("""{"measures":["linkage_rate"]}"""))["rows"]![0]!["values"]![0]!["ratio"]!["text"]!.GetValue<string>());

    [Fact]
    public async Task Row_89_the_way_from_request_and_training_to_contract()
    {
        var stages = (await SendAsync(HttpMethod.Get, "reports/funnel", null))["stages"]!.AsArray();
        Assert.Equal(["requests", "agreements", "meetings", "trainings", "follow_ups", "projects", "introductions", "leads", "contracts"], stages.Select(s => s!["key"]!.GetValue<string>()));
        Assert.Equal("2", stages.First(s => s!["key"]!.GetValue<string>() == "trainings")!["records"]!.GetValue<string>());

        var asia = (await SendAsync(HttpMethod.Get, "reports/funnel?filter=" + Uri.EscapeDataString("region:\"M49/142\""), null))["stages"]!.AsArray();
        Assert.DoesNotContain("engagements/korea-peru-seminar-2018", asia.First(s => s!["key"]!.GetValue<string>() == "meetings")!.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("engagements/korea-peru-seminar-2018", stages.First(s => s!["key"]!.GetValue<string>() == "meetings")!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_90_days_in_stages_and_what_is_overdue()
    {
        var value = (await SummaryAsync("""{"measures":["stage_days","follow_ups_overdue"],"times":{"validOn":"2019-01-01"}}"""))["rows"]![0]!["values"]!;
        Assert.NotNull(value[0]!["mean"]);
        Assert.NotNull(value[1]!["sum"]);
    }

    [Fact]
    public async Task Row_91_quality_of_each_record_with_what_to_do()
    {
        var worst = (await SendAsync(HttpMethod.Get, "reports/quality?pageSize=5", null))["records"]!.AsArray();
        Assert.Equal(5, worst.Count);
        var scores = worst.Select(r => r!["score"]?.GetValue<int>() ?? 0).ToList();
        Assert.Equal(scores.Order(), scores);
        Assert.All(worst, r => Assert.NotEmpty(r!["findings"]![0]!["fix"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("countries/PE", "en", "Engagement", "Engagements")]
    [InlineData("countries/PE", "ko", "Engagement", "행사와 회의")]
    [InlineData("organizations/idb", "es", "CourseEdition", "Cursos")]
    [InlineData("people/kim-hye-young", "ko", "Delegation", "대표단")]
    [InlineData("agreements/korea-paraguay-2017", "en", "Engagement", "Engagements")]
    [InlineData("programs/latin-america-caravan", "es", "Delegation", "Delegaciones")]
    public async Task Briefs_of_every_subject_in_three_languages(string name, string language, string section, string title)
    {
        var brief = await SendAsync(HttpMethod.Get, $"reports/brief/{name}?languageCode={language}", null);
        Assert.Equal(title, Assert.Single(brief["sections"]!.AsArray(), s => s!["resourceType"]!.GetValue<string>() == section)!["title"]!.GetValue<string>());
        Assert.NotEmpty((await SendAsync(HttpMethod.Get, $"reports/timeline/{name}", null))["entries"]!.AsArray());
    }

    [Theory]
    [InlineData("페루", "engagements/korea-peru-seminar-2018")]
    [InlineData("peru semniar", "engagements/korea-peru-seminar-2018")]
    public async Task Search_across_scripts_and_typing_mistakes(string query, string found) =>
        Assert.Contains(found, (await SendAsync(HttpMethod.Get, $"reports/search?query={Uri.EscapeDataString(query)}&pageSize=200", null)).ToJsonString(), StringComparison.Ordinal);

    [Fact]
    public async Task Recorded_before_the_import_there_was_nothing() =>
        Assert.Equal("0", Text(await SummaryAsync("""{"measures":["delegations"],"times":{"recordedOn":"2020-01-01"}}""")));

    private Task<JsonObject> SummaryAsync(string body) => SendAsync(HttpMethod.Post, "reports/summary", body);

    private static string Field(JsonNode node, string field) => node[field]!.GetValue<string>();

    private static string Text(JsonNode summary) => summary["rows"]![0]!["values"]![0]!["sum"]!["text"]!.GetValue<string>();

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {(int)status} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<JsonNode> FinishedAsync(JsonNode operation)
    {
        JsonNode now = operation;
        await Eventually.Async("the export to end", async () =>
        {
            now = await SendAsync(HttpMethod.Get, Field(operation, "name"), null);
            return now["done"]?.GetValue<bool>() == true;
        });
        return now;
    }

    private async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string path, string? body)
    {
        using var http = platform.Client(Role.Editor, Role.Viewer);
        using var request = new HttpRequestMessage(method, "/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
