using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Countries, partners and agreements as a client meets them at the gateway: one test for each row of the feature tables A and B.</summary>
public sealed class PartnerRowsTests(Platform platform)
{
    private const string Ministry = "organizations/mois";

    [Fact]
    public async Task Row_1_countries_by_code() => Assert.Equal("PER", (await GetAsync("countries/PE"))["iso3"]!.GetValue<string>());

    [Fact]
    public async Task Row_2_several_region_schemes()
    {
        var schemes = (await GetAsync("countries/KG"))["regions"]!.AsArray().Select(r => r!["scheme"]!.GetValue<string>()).Distinct().ToList();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "M49", "DAC", "POLICY" }, schemes.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Row_3_dated_members_of_a_group()
    {
        var group = await GetAsync("organizations/digital-7");
        var member = Assert.Single(group["members"]!.AsArray(), m => m!["party"]!.GetValue<string>() == "countries/UY");
        Assert.StartsWith("2018", member!["period"]!["edtf"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_4_eligibility_for_aid_on_a_day()
    {
        await PatchAsync("countries/CL", """{"odaEligibility":[{"status":"ODA_STATUS_ELIGIBLE","period":{"edtf":"../2017-12-31"},"source":"entered by a test"},{"status":"ODA_STATUS_GRADUATED","period":{"edtf":"2018-01-01/.."},"source":"entered by a test"}]}""");
        Assert.Equal("ODA_STATUS_GRADUATED", (await GetAsync("countries/CL:readiness?on=2018-06-18"))["odaEligibility"]![0]!["status"]!.GetValue<string>());
        Assert.Null((await GetAsync("countries/BR:readiness"))["odaEligibility"]);
    }

    [Fact]
    public async Task Row_5_one_page_of_a_country() => Assert.NotEmpty((await GetAsync("reports/briefs/countries/PE"))["engagements"]!.AsArray());

    [Fact]
    public async Task Row_6_plans_of_the_partner() => Assert.Equal("countries/UY", (await GetAsync("nationalPlans/uruguay-digital-government-2020"))["country"]!.GetValue<string>());

    [Fact]
    public async Task Row_7_places_below_a_country()
    {
        Assert.Equal("countries/VN", (await GetAsync("places/da-nang"))["country"]!.GetValue<string>());
        var placed = await PatchAsync("places/da-nang", """{"coordinates":{"latitude":16.07,"longitude":108.22}}""");
        Assert.Equal(16.07, placed["coordinates"]!["latitude"]!.GetValue<double>());
        Assert.Contains("WGS_84", await RefusedAsync(HttpMethod.Patch, "places/da-nang", """{"coordinates":{"latitude":91}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_8_printed_names_beside_the_bodys_own()
    {
        var names = (await GetAsync("organizations/public-procurement-service"))["names"]!.AsArray();
        Assert.Contains(names, n => n!["text"]!.GetValue<string>() == "Korea Procurement Service" && n["kind"]!.GetValue<string>() == "NAME_KIND_AS_PRINTED");
    }

    [Fact]
    public async Task Row_9_readiness_by_survey()
    {
        var readiness = await GetAsync("countries/PE:readiness?on=2019-01-01");
        Assert.Equal(("2018", "2020"), (readiness["indicator"]!["edition"]!.GetValue<string>(), readiness["next"]!["edition"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Row_10_posts_nobody_has_seen_for_long() =>
        Assert.Contains((await GetAsync("positions:stale?on=2026-11-22&pageSize=1000"))["positions"]!.AsArray(), p => p!["name"]!.GetValue<string>() == "positions/kim-hye-young-2018-06-04");

    [Fact]
    public async Task Row_11_bodies_of_every_kind()
    {
        foreach (var (name, kind) in new[] { ("organizations/idb", "MULTILATERAL"), ("organizations/wego", "CITY_NETWORK"), ("organizations/korea-deposit-insurance-corporation", "PUBLIC_CORPORATION"), ("organizations/constitutional-court-of-korea", "COURT") })
        {
            Assert.Equal("ORGANIZATION_KIND_" + kind, (await GetAsync(name))["kind"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Row_12_units_and_what_they_belong_to() => Assert.Equal(Ministry, (await GetAsync("organizations/mois-egovernment-bureau"))["parentOrganization"]!.GetValue<string>());

    [Fact]
    public async Task Row_13_a_renamed_ministry_is_one_by_both_names()
    {
        var names = await GetAsync($"{Ministry}:names?date=2017-07-11");
        Assert.Equal("Ministry of the Interior", names["asNamedThen"]![0]!["name"]!["text"]!.GetValue<string>());
        Assert.Equal("Ministry of the Interior and Safety", names["asNamedNow"]![0]!["name"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_14_another_spelling_is_found_and_merged_records_answer_with_one()
    {
        var id = $"pps-{Guid.NewGuid():N}";
        await PostAsync($"organizations?organizationId={id}", """{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"Public Procurment Service","languageCode":"en"}]}""");
        var pairs = (await GetAsync($"organizations:duplicates?name=organizations/{id}"))["duplicates"]!.AsArray();
        Assert.Contains(pairs, p => p!["second"]!.GetValue<string>() == "organizations/public-procurement-service" || p["first"]!.GetValue<string>() == "organizations/public-procurement-service");
        await PostAsync($"organizations/{id}:merge", """{"into":"organizations/public-procurement-service","reason":"a misprint"}""");
        Assert.Equal("organizations/public-procurement-service", (await GetAsync($"organizations/{id}"))["name"]!.GetValue<string>());
        Assert.Equal($"organizations/{id}", (await PostAsync($"organizations/{id}:unmerge", """{"reason":"test"}"""))["name"]!.GetValue<string>());
        await DeleteAsync($"organizations/{id}");
    }

    [Fact]
    public async Task Row_15_roles_in_an_activity()
    {
        var roles = (await GetAsync("courses/advanced-egov-training/editions/2018"))["parties"]!.AsArray().Select(p => p!["role"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "PARTY_ROLE_LEAD", "PARTY_ROLE_CO_ORGANIZER" }, roles);
    }

    [Fact]
    public async Task Row_16_agreements_and_who_signed()
    {
        var agreement = await GetAsync("agreements/korea-paraguay-2017");
        Assert.Equal(2, agreement["parties"]!.AsArray().Count);
        Assert.Equal("2017-09", agreement["instruments"]![0]!["actDate"]!["edtf"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_17_an_amendment_shows_what_changed_by_whom_and_why()
    {
        var id = $"amended-{Guid.NewGuid():N}";
        await PostAsync($"agreements?agreementId={id}", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"test","parties":[{"asPrinted":"one"},{"asPrinted":"other"}],"term":{"edtf":"2020/2022"}}""");
        await PatchAsync($"agreements/{id}?reason=extended", """{"term":{"edtf":"2020/2024"}}""");
        await Eventually.Async("the versions to be numbered", async () => (await GetAsync($"services/countries/changes:compare?name=agreements/{id}"))["changes"]?[0]?["version"]?.GetValue<string>() == "2");
        var diff = await GetAsync($"services/countries/changes:compare?name=agreements/{id}");
        Assert.Equal("extended", diff["changes"]![0]!["reason"]!.GetValue<string>());
        var term = Assert.Single(diff["differences"]!.AsArray(), d => d!["fieldPath"]!.GetValue<string>() == "term.edtf");
        Assert.Equal(("\"2020/2022\"", "\"2020/2024\""), (term!["beforeJson"]!.GetValue<string>(), term["afterJson"]!.GetValue<string>()));
        Assert.Contains("ILLEGAL_TRANSITION", await RefusedAsync(HttpMethod.Post, $"agreements/{id}:suspend", "{}"), StringComparison.Ordinal);
        await DeleteAsync($"agreements/{id}");
    }

    [Fact]
    public async Task Row_18_dormant_agreements_raise_an_alert()
    {
        JsonArray alerts = [];
        await Eventually.Async("the alert on the Paraguayan agreement", async () =>
        {
            alerts = (await GetAsync("reports/agreements:alerts?on=2026-11-22&pageSize=1000"))["alerts"]?.AsArray() ?? [];
            return alerts.Any(a => a!["agreement"]!["name"]!.GetValue<string>() == "agreements/korea-paraguay-2017");
        });
        Assert.Contains(alerts, a => a!["kind"]!.GetValue<string>() == "AGREEMENT_ALERT_KIND_DORMANT");
    }

    [Fact]
    public async Task Row_19_from_an_agreement_to_its_activities_and_back()
    {
        Assert.Contains((await GetAsync("reports/agreements/korea-paraguay-2017:graph"))["nodes"]!.AsArray(), n => n!["entry"]!["name"]!.GetValue<string>() == "engagements/korea-paraguay-forum-2018");
        var cover = await GetAsync("reports/agreements:covering?activity=engagements/korea-paraguay-forum-2018");
        Assert.Equal("COVER_ANSWER_ONE", cover["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_20_one_person_two_posts()
    {
        var positions = (await GetAsync("positions?filter=" + Uri.EscapeDataString("person = \"people/kim-hye-young\"")))["positions"]!.AsArray();
        Assert.Equal(2, positions.Count);
    }

    [Fact]
    public async Task Row_21_a_partner_sees_what_is_public_and_writes_nothing_but_claims()
    {
        using var partner = platform.Client(Role.Partner);
        using var seen = await partner.GetAsync("/v1/agreements/korea-paraguay-2017", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, seen.StatusCode);
        using var write = await partner.PatchAsync("/v1/agreements/korea-paraguay-2017", Json("""{"subject":"mine"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, write.StatusCode);
        using var claim = await partner.PostAsync("/v1/agreements/korea-paraguay-2017:claim", Json("""{"fieldPath":"subject","claimant":"countries/PY"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, claim.StatusCode);
    }

    [Fact]
    public async Task Row_22_a_center_with_its_hosts_and_what_it_supports()
    {
        var center = await GetAsync("cooperationCenters/korea-peru");
        Assert.Equal("countries/PE", center["partnerCountry"]!.GetValue<string>());
        Assert.Contains("san-isidro", center["supportedProjects"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_23_due_diligence_stays_internal()
    {
        var id = $"check-{Guid.NewGuid():N}";
        await PostAsync($"organizations/idb/assessments?assessmentId={id}", """{"kind":"ASSESSMENT_KIND_DUE_DILIGENCE","rating":"ASSESSMENT_RATING_LOW","date":{"edtf":"2018-05"},"summary":"test"}""");
        using var partner = platform.Client(Role.Partner);
        using var hidden = await partner.GetAsync($"/v1/organizations/idb/assessments/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        await DeleteAsync($"organizations/idb/assessments/{id}");
    }

    private Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    private Task<JsonObject> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    private Task<JsonObject> PatchAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body);

    private Task<JsonObject> DeleteAsync(string path) => SendAsync(HttpMethod.Delete, path, null);

    private async Task<JsonObject> SendAsync(HttpMethod method, string path, string? body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status == HttpStatusCode.OK, $"{method} {path}: {(int)status} {text}");
        return JsonNode.Parse(text)!.AsObject();
    }

    private async Task<string> RefusedAsync(HttpMethod method, string path, string body)
    {
        var (status, text) = await CallAsync(method, path, body);
        Assert.True(status != HttpStatusCode.OK, $"{method} {path} was taken");
        return text;
    }

    private async Task<(HttpStatusCode Status, string Text)> CallAsync(HttpMethod method, string path, string? body)
    {
        using var http = platform.Client(Role.Editor, Role.Approver);
        using var request = new HttpRequestMessage(method, "/v1/" + path) { Content = body is null ? null : Json(body) };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
