using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>
/// A person who is erased: nothing readable of them lies anywhere, before or after, in no file, row, queue, cache, log or
/// export; every count is as it was. What must be found is found, so that finding nothing means something.
/// </summary>
public sealed class ErasureTests(Platform platform)
{
    private readonly string secret = $"Quillfeather{Guid.NewGuid():N}";

    private readonly string open = $"Openword{Guid.NewGuid():N}";

    [Fact]
    public async Task Nothing_of_an_erased_person_is_readable_anywhere_and_every_count_stays()
    {
        var everywhere = new Everywhere(platform);
        using var http = platform.Client(Role.Editor, Role.TrainingOfficer, Role.Approver, Role.Operator, Role.Auditor);
        var (edition, participant, certificate) = await LiveAsync(http);
        await MistakesAsync(http, edition);

        // The controls: an open word is found in files of database and broker and in rows; a word in Redis; words in consoles.
        await Eventually.Async("the open word to have gone through the broker", () => platform.FilesWith(open).Any(f => f.StartsWith(Path.Combine(platform.Data, "messaging"), StringComparison.Ordinal)));
        Assert.Contains(await everywhere.FilesAsync(open), f => f.Contains("/postgres/", StringComparison.Ordinal));
        var rows = (await everywhere.RowsAsync(open)).ToList();
        Assert.Contains("rows trainingdb public.change", rows);
        Assert.Contains("rows reportingdb mart.record", rows);
        await everywhere.RedisCommandAsync("set", "control", open);
        Assert.Equal(["redis"], await everywhere.RedisAsync(open));
        await everywhere.RedisCommandAsync("del", "control");
        Assert.Contains(await everywhere.LogsAsync("Ready to accept connections"), p => p.StartsWith("console cache-", StringComparison.Ordinal));
        Assert.Contains(await everywhere.LogsAsync(" "), p => p.StartsWith("console training-", StringComparison.Ordinal));
        Assert.Contains("console of the AppHost", await everywhere.LogsAsync("Distributed application ready"));
        Assert.Contains(open, string.Concat((await ExportsAsync(http, edition)).Values), StringComparison.Ordinal);
        Assert.Contains(secret, await http.GetStringAsync($"/v1/{participant}:export", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(secret, Payload(await http.GetStringAsync($"/v1/{certificate}:credential", TestContext.Current.CancellationToken)), StringComparison.Ordinal);

        // Sealed from the first row on: nothing is readable even before.
        Assert.Empty(await everywhere.HoldingAsync(secret));
        Assert.Empty(Holding(await ExportsAsync(http, edition)));
        var counts = await CountsAsync(http, edition);

        await PostAsync(http, $"/v1/{participant}:erase", """{"reason":"Asked to be forgotten"}""");
        await Eventually.Async("the erased person to be nowhere", async () => (await everywhere.HoldingAsync(secret)).Count == 0, TimeSpan.FromSeconds(90));
        Assert.Empty(Holding(await ExportsAsync(http, edition)));
        Assert.DoesNotContain(secret, await http.GetStringAsync($"/v1/{participant}:export", TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal(counts, await CountsAsync(http, edition));
        using var credential = await http.GetAsync($"/v1/{certificate}:credential", TestContext.Current.CancellationToken);
        Assert.False(credential.IsSuccessStatusCode);
        Assert.Empty((await PostAsync(http, "/v1/participants:find", $$"""{"text":"{{secret}}"}"""))["participants"]?.AsArray() ?? []);
    }

    private async Task<(string Edition, string Participant, string Certificate)> LiveAsync(HttpClient http)
    {
        var person = $$$"""{"names":[{"text":"{{{secret}}}"}],"emails":["{{{secret}}}@example.org"],"documentNumber":"{{{secret}}}-7","note":"of {{{secret}}}","documents":[{"title":"CV of {{{secret}}}"}]}""";
        var course = Name(await PostAsync(http, "/v1/courses", $$$"""{"names":[{"text":"{{{open}}}"}],"level":"COURSE_LEVEL_NATIONAL"}"""));
        var edition = Name(await PostAsync(http, $"/v1/{course}/editions", $$$"""{"period":{"edtf":"2027-05-03/2027-05-07"},"theme":"{{{open}}}","capacity":3}"""));
        await PostAsync(http, $"/v1/{edition}:announce", "{}");
        var nomination = Name(await PostAsync(http, $"/v1/{edition}/nominations?requestId={Guid.NewGuid()}", $$$"""{"country":"countries/PE","private":{{{person}}}}"""));
        foreach (var (verb, body) in new[] { ("submit", "{}"), ("endorse", """{"endorsement":{"step":"ENDORSEMENT_STEP_AGENCY"}}"""), ("screen", "{}"), ("accept", "{}"), ("arrive", "{}") })
        {
            await PostAsync(http, $"/v1/{nomination}:{verb}", body);
        }

        var participant = Name(await PostAsync(http, $"/v1/{edition}/participants?requestId={Guid.NewGuid()}", $$$"""
            {"role":"PARTICIPANT_ROLE_TRAINEE","basis":"COUNT_BASIS_ATTENDED","country":"countries/PE","nomination":"{{{nomination}}}","private":{{{person}}},
             "consents":[{"purpose":"CONSENT_PURPOSE_ALUMNI","given":{"edtf":"2026-01-01"}}]}
            """));
        var evaluation = Name(await PostAsync(http, $"/v1/{edition}/evaluations", """{"title":"Closing","asked":1,"questions":[{"key":"why","text":"Why?"}]}"""));
        var pass = (string)(await http.GetFromJsonAsync<JsonNode>($"/v1/{participant}:pass", TestContext.Current.CancellationToken))!["token"]!;
        await PostAsync(http, $"/v1/{evaluation}:submit", $$$"""{"pass":"{{{pass}}}","answers":[{"question":"why","text":"I, {{{secret}}}, liked it"}]}""");
        var certificate = Name(await PostAsync(http, $"/v1/{edition}/certificates", $$$"""{"participant":"{{{participant}}}","kind":"CERTIFICATE_KIND_COMPLETION"}"""));
        await http.GetByteArrayAsync($"/v1/{certificate}:download", TestContext.Current.CancellationToken);
        Assert.Single((await PostAsync(http, "/v1/participants:find", $$"""{"text":"{{secret}}"}"""))["participants"]!.AsArray());
        return (edition, participant, certificate);
    }

    // What goes wrong is logged and answered without repeating what was sent; a file with personal fields is not kept.
    private async Task MistakesAsync(HttpClient http, string edition)
    {
        foreach (var body in new[]
        {
            """{"country":"countries/PE","private":{"names":[{"text":"SECRET"}],"birth":{"edtf":"SECRET"}}}""",
            """{"private":{"names":"SECRET"}}""",
            """{"private":{"names":[{"text":"SECRET"}""",
        })
        {
            using var refused = await http.PostAsync($"/v1/{edition}/nominations", new StringContent(body.Replace("SECRET", secret, StringComparison.Ordinal), Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
            Assert.Equal(System.Net.HttpStatusCode.BadRequest, refused.StatusCode);
        }

        using var file = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"name":"EDITION/participants/x","body":{"role":"PARTICIPANT_ROLE_TRAINEE","private":{"names":[{"text":"SECRET"}]}}}""".Replace("EDITION", edition, StringComparison.Ordinal).Replace("SECRET", secret, StringComparison.Ordinal)));
        file.Headers.ContentType = MediaTypeHeaderValue.Parse("application/jsonl; name=participants.jsonl");
        using var uploaded = await http.PostAsync("/v1/imports:upload", file, TestContext.Current.CancellationToken);
        var import = Name((await uploaded.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!);
        await Eventually.Async("the personal field to be refused", async () => (await http.GetStringAsync($"/v1/{import}/rows", TestContext.Current.CancellationToken)).Contains("PERSONAL_FIELD", StringComparison.Ordinal));
    }

    // Every export there is, by address.
    private static async Task<Dictionary<string, string>> ExportsAsync(HttpClient http, string edition)
    {
        var addresses = new List<string>
        {
            "/v1/reports/iati/activities.xml?reportingOrganization=XM-DAC-99999", "/v1/reports/facts/publications/mois-2018-06-26", "/v1/reports/warnings?pageSize=1000", "/v1/reports/reconciliations?pageSize=1000",
            "/v1/reports/crossCheck", "/v1/reports/briefs/countries/PE", "/v1/alumni:summarize", $"/v1/{edition}:summarize", $"/v1/{edition}/certificates", $"/v1/{edition}/evaluations",
            "/v1/services/training/changes?pageSize=1000", "/v1/services/training/operations", "/v1/services/integration/operations", "/v1/imports",
            (string)(await PostAsync(http, "/v1/calendars", $$"""{"name":"{{edition}}"}"""))["path"]!,
        };
        var templates = (await http.GetFromJsonAsync<JsonNode>("/v1/templates?pageSize=1000", TestContext.Current.CancellationToken))!["templates"]!.AsArray();
        foreach (var template in templates.Where(t => ((string)t!["resourceType"]!).StartsWith("egov.training.", StringComparison.Ordinal)))
        {
            addresses.AddRange(new[] { "xlsx", "csv", "jsonl" }.Select(format => $"/v1/{(string)template!["name"]!}?filled=true&format={format}"));
        }

        var exports = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var address in addresses)
        {
            using var answer = await http.GetAsync(address, TestContext.Current.CancellationToken);
            var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, $"{address}: {Encoding.UTF8.GetString(bytes)}");
            exports[address] = Everywhere.Opened(bytes);
        }

        return exports;
    }

    private static async Task<string> CountsAsync(HttpClient http, string edition) =>
        string.Concat(await Task.WhenAll(new[] { $"/v1/{edition}:summarize", "/v1/alumni:summarize" }.Select(a => http.GetStringAsync(a, TestContext.Current.CancellationToken))));

    private IEnumerable<string> Holding(Dictionary<string, string> exports) => exports.Where(e => e.Value.Contains(secret, StringComparison.OrdinalIgnoreCase)).Select(e => e.Key);

    private static string Payload(string credential) => Encoding.UTF8.GetString(System.Buffers.Text.Base64Url.DecodeFromChars(((string)JsonNode.Parse(credential)!["credential"]!).Split('.')[1]));

    private static string Name(JsonNode record) => (string)record["name"]!;

    private static async Task<JsonNode> PostAsync(HttpClient http, string path, string json)
    {
        using var answer = await http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }
}
