using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>One course through the gateway, from its announcement to the last alumni list, and a person who is forgotten.</summary>
public sealed class TrainingTests(Platform platform)
{
    [Fact]
    public async Task A_course_runs_from_invitation_to_follow_up_and_forgets_who_asks()
    {
        using var http = platform.Client(Role.Editor, Role.TrainingOfficer, Role.Approver, Role.Operator);
        using var anyone = platform.Client();
        var secret = $"Quorndale{Guid.NewGuid():N}";

        // Rows 64 and 65: course and edition with its terms. Row 69: a cohort of 24 countries, one of them named.
        var course = Name(await PostAsync(http, "/v1/courses", """{"names":[{"text":"Smart cities"}],"theme":"smart city","targetGroup":"managers","level":"COURSE_LEVEL_MUNICIPAL","runningTotals":[{"count":{"value":"60","qualifier":"QUALIFIER_OVER"},"since":{"edtf":"2016"}}]}"""));
        var edition = Name(await PostAsync(http, $"/v1/{course}/editions", """
            {"period":{"edtf":"2027-03-01/2027-03-05"},"capacity":5,"languages":["en"],"nominationDeadline":{"edtf":"2027-01-31"},
             "eligibility":[{"kind":"ELIGIBILITY_KIND_NO_REPEAT","withinYears":3},{"kind":"ELIGIBILITY_KIND_AGE","leastAge":25,"advisory":true}],
             "endorsementSteps":["ENDORSEMENT_STEP_AGENCY","ENDORSEMENT_STEP_FOCAL_MINISTRY"],
             "countries":{"stated":{"value":"24","qualifier":"QUALIFIER_EXACT"},"items":[{"resource":"countries/PE"}]}}
            """));
        Assert.Equal("23", (string)(await PostAsync(http, $"/v1/{edition}:announce", "{}"))["countries"]!["reconciliation"]!["missingLower"]!);
        await PostAsync(http, $"/v1/{edition}/invitations", """{"party":"countries/PE","quota":1}""");

        // Rows 66, 67 and 68: the chain, two nominees of a country with one place, nobody who came before.
        var person = $$$"""{"names":[{"text":"{{{secret}}}"}],"emails":["{{{secret}}}@example.org"],"birth":{"edtf":"1985-05-05"}}""";
        var accepted = await NominateAsync(http, edition, person);
        var waiting = await NominateAsync(http, edition, """{"names":[{"text":"Second Nominee"}]}""");
        Assert.Equal("NOMINATION_STATE_ACCEPTED", (string)accepted["state"]!);
        Assert.Equal("FINDING_RESULT_MET", (string)accepted["findings"]![0]!["result"]!);
        Assert.Equal("NOMINATION_STATE_WAITLISTED", (string)waiting["state"]!);
        Assert.Contains("Quota of countries/PE: 1 of 1", (string)waiting["record"]!["transitions"]!.AsArray()[^1]!["reason"]!, StringComparison.Ordinal);
        await PostAsync(http, $"/v1/{Name(accepted)}:arrive", "{}");

        // Rows 77, 70, 72 and 73: what is arranged, sessions of each kind with speakers, check-in.
        var participant = Name(await PostAsync(http, $"/v1/{edition}/participants", $$$"""
            {"role":"PARTICIPANT_ROLE_TRAINEE","basis":"COUNT_BASIS_ATTENDED","country":"countries/PE","nomination":"{{{Name(accepted)}}}","private":{{{person}}},
             "consents":[{"purpose":"CONSENT_PURPOSE_ALUMNI","given":{"edtf":"2026-01-01"}},{"purpose":"CONSENT_PURPOSE_BUSINESS_MATCHING","given":{"edtf":"2026-01-01"}}],
             "support":[{"key":"visa","kind":"SUPPORT_KIND_VISA_LETTER","status":"SUPPORT_STATUS_ARRANGED"},{"key":"bed","kind":"SUPPORT_KIND_ACCOMMODATION","status":"SUPPORT_STATUS_REQUESTED"}]}
            """));
        var session = "";
        foreach (var kind in new[] { "LECTURE", "SITE_VISIT", "COUNTRY_PRESENTATION", "BUSINESS_CONSULTATION", "CEREMONY" })
        {
            session = Name(await PostAsync(http, $"/v1/{edition}/sessions", $$$"""{"kind":"SESSION_KIND_{{{kind}}}","title":"{{{kind}}}","date":{"edtf":"2027-03-02"},"parties":[{"asPrinted":"An academy","role":"PARTY_ROLE_SPEAKER"}]}"""));
        }

        var checkedIn = await PostAsync(http, $"/v1/{session}:checkIn", $$$"""{"present":["{{{participant}}}"]}""");
        Assert.Equal("ATTENDANCE_STATUS_PRESENT", (string)checkedIn["checkIns"]![0]!["status"]!);
        var address = (string)(await PostAsync(http, "/v1/calendars", $$$"""{"name":"{{{edition}}}"}"""))["path"]!;
        Assert.Contains("SUMMARY:SITE_VISIT", await anyone.GetStringAsync(address, TestContext.Current.CancellationToken), StringComparison.Ordinal);

        // Row 71: business matching and what came of it.
        var matching = Name(await PostAsync(http, "/v1/matchings", $$$"""
            {"edition":"{{{edition}}}","slots":[{"key":"s1"}],"officials":[{"key":"pe","resource":"{{{participant}}}","wishes":[{"key":"one","score":4}]}],"companies":[{"key":"one","asPrinted":"A company"}]}
            """));
        var operation = Name(await PostAsync(http, $"/v1/{matching}:plan", "{}"));
        await Eventually.Async("the plan of meetings", async () => (await GetAsync(http, $"/v1/{operation}"))["done"] is not null);
        Assert.Equal("pe", (string)(await GetAsync(http, $"/v1/{matching}"))["meetings"]![0]!["official"]!);

        await PostAsync(http, $"/v1/{matching}:hold", "{}");
        await SendAsync(http, HttpMethod.Patch, $"/v1/{matching}", """{"outcomes":[{"official":"pe","company":"one","result":"MEETING_RESULT_LEAD","topic":"A portal"}]}""");

        // Rows 78, 74, 75, 76 and 79: evaluation by pass, certificate, action plan with review and what was seen after return, alumni, stated totals.
        var evaluation = Name(await PostAsync(http, $"/v1/{edition}/evaluations", """{"title":"Closing","asked":1,"questions":[{"key":"use","text":"Of use?","scale":5}]}"""));
        var pass = (string)(await GetAsync(http, $"/v1/{participant}:pass"))["token"]!;
        await PostAsync(anyone, $"/v1/{evaluation}:submit", $$$"""{"pass":"{{{pass}}}","answers":[{"question":"use","score":5}]}""");
        var results = await GetAsync(http, $"/v1/{evaluation}:summarize");
        Assert.Equal(1, (double)results["responseRate"]!);
        Assert.Null(results["questions"]);
        var certificate = Name(await PostAsync(http, $"/v1/{edition}/certificates", $$$"""{"participant":"{{{participant}}}","kind":"CERTIFICATE_KIND_COMPLETION","issued":{"edtf":"2027-03-05"}}"""));
        var credential = (string)(await GetAsync(http, $"/v1/{certificate}:credential"))["credential"]!;
        Assert.True((bool)(await PostAsync(anyone, "/v1/certificates:verifyCredential", $$$"""{"credential":"{{{credential}}}"}"""))["valid"]!);
        await PostAsync(http, $"/v1/{certificate}:renewCode", """{"reason":"A print was lost"}""");
        Assert.Equal("VERIFICATION_RESULT_REVOKED", (string)(await PostAsync(anyone, "/v1/certificates:verifyCredential", $$$"""{"credential":"{{{credential}}}"}"""))["result"]!);
        Assert.NotEqual(pass, (string)(await PostAsync(http, $"/v1/{participant}:renewPass", "{}"))["token"]!);
        Assert.NotEqual(address, (string)(await PostAsync(http, "/v1/calendars:renew", $$$"""{"name":"{{{edition}}}"}"""))["path"]!);
        Assert.Equal("%PDF", Encoding.ASCII.GetString(await http.GetByteArrayAsync($"/v1/{certificate}:download", TestContext.Current.CancellationToken), 0, 4));
        var plan = Name(await PostAsync(http, $"/v1/{edition}/actionPlans", """{"country":"countries/PE","countryReport":{"title":"Country report"},"goals":[{"key":"law","text":"Draft the decree","due":{"edtf":"2027-12"}}],"reviews":[{"reviewer":{"asPrinted":"Academy"},"note":"Sound"}]}"""));
        await PostAsync(http, $"/v1/{plan}:submit", "{}");
        Assert.Equal("ACTION_PLAN_STATE_APPROVED", (string)(await PostAsync(http, $"/v1/{plan}:approve", "{}"))["state"]!);
        var seen = await SendAsync(http, HttpMethod.Patch, $"/v1/{plan}", """{"goals":[{"key":"law","text":"Draft the decree","status":"GOAL_STATUS_DONE","observations":[{"observation":"In the gazette","observed":{"edtf":"2028-02-01"},"present":true}]}]}""");
        Assert.Equal("2028-02-01", (string)seen["goals"]![0]!["observations"]![0]!["observed"]!["edtf"]!);
        Assert.Equal("SUPPORT_STATUS_ARRANGED", (string)(await GetAsync(http, $"/v1/{participant}"))["support"]![0]!["status"]!);
        Assert.Contains((await GetAsync(http, "/v1/alumni?country=countries/PE"))["participants"]!.AsArray(), p => Name(p!) == participant);
        Assert.Equal(1, (int)(await GetAsync(http, $"/v1/{course}:compareTotals"))["comparisons"]![0]!["recorded"]!["unknownTerms"]!);

        // Row 80: forgotten, unreadable in every file within a minute, and every count as before.
        var before = (await GetAsync(http, $"/v1/{edition}:summarize")).ToJsonString();
        await PostAsync(http, $"/v1/{participant}:erase", """{"reason":"Asked to be forgotten"}""");
        await Eventually.Async("the erased person to be in no file", () => platform.FilesWith(secret).Count == 0, TimeSpan.FromSeconds(90));
        Assert.Equal(before, (await GetAsync(http, $"/v1/{edition}:summarize")).ToJsonString());
        Assert.Null((await GetAsync(http, $"/v1/{participant}"))["private"]);
    }

    private static async Task<JsonNode> NominateAsync(HttpClient http, string edition, string person)
    {
        var name = Name(await PostAsync(http, $"/v1/{edition}/nominations", $$$"""{"country":"countries/PE","private":{{{person}}}}"""));
        await PostAsync(http, $"/v1/{name}:submit", "{}");
        await PostAsync(http, $"/v1/{name}:endorse", """{"endorsement":{"step":"ENDORSEMENT_STEP_AGENCY"}}""");
        await PostAsync(http, $"/v1/{name}:endorse", """{"endorsement":{"step":"ENDORSEMENT_STEP_FOCAL_MINISTRY"}}""");
        await PostAsync(http, $"/v1/{name}:screen", "{}");
        return await PostAsync(http, $"/v1/{name}:accept", "{}");
    }

    private static string Name(JsonNode record) => (string)record["name"]!;

    private static Task<JsonNode> PostAsync(HttpClient http, string path, string json) => SendAsync(http, HttpMethod.Post, path, json);

    private static async Task<JsonNode> SendAsync(HttpClient http, HttpMethod method, string path, string json)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(json, Encoding.UTF8, "application/json") };
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {text}");
        return JsonNode.Parse(text)!;
    }

    private static async Task<JsonNode> GetAsync(HttpClient http, string path) => (await http.GetFromJsonAsync<JsonNode>(path, TestContext.Current.CancellationToken))!;
}
