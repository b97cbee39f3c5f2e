using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Countries, partners and agreements as a client meets them at the gateway: one test for each row of the feature tables A and B.</summary>
public sealed class PartnerRowsTests(Platform platform) : IAsyncDisposable
{
    private const string Ministry = "organizations/mois";

    private readonly GatewayClient gateway = new(platform, "partners", Role.Editor, Role.Approver);

    [Fact]
    public async Task Row_1_countries_by_code() => Assert.Equal("PER", (await gateway.GetAsync("countries/PE"))["iso3"]!.GetValue<string>());

    [Fact]
    public async Task Row_2_several_region_schemes()
    {
        var schemes = (await gateway.GetAsync("countries/KG"))["regions"]!.AsArray().Select(r => r!["scheme"]!.GetValue<string>()).Distinct().ToList();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "M49", "DAC", "POLICY" }, schemes.ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Row_3_dated_members_of_a_group()
    {
        var group = await gateway.GetAsync("organizations/digital-7");
        var member = Assert.Single(group["members"]!.AsArray(), m => m!["party"]!.GetValue<string>() == "countries/UY");
        Assert.StartsWith("2018", member!["period"]!["edtf"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_4_eligibility_for_aid_on_a_day()
    {
        await gateway.PatchAsync("countries/CL", """{"odaEligibility":[{"status":"ODA_STATUS_ELIGIBLE","period":{"edtf":"../2017-12-31"},"source":"entered by a test"},{"status":"ODA_STATUS_GRADUATED","period":{"edtf":"2018-01-01/.."},"source":"entered by a test"}]}""");
        Assert.Equal("ODA_STATUS_GRADUATED", (await gateway.GetAsync("countries/CL:readiness?on=2018-06-18"))["odaEligibility"]![0]!["status"]!.GetValue<string>());
        Assert.Null((await gateway.GetAsync("countries/BR:readiness"))["odaEligibility"]);
    }

    [Fact]
    public async Task Row_5_one_page_of_a_country() => Assert.NotEmpty((await gateway.GetAsync("reports/briefs/countries/PE"))["engagements"]!.AsArray());

    [Fact]
    public async Task Row_6_plans_of_the_partner() => Assert.Equal("countries/UY", (await gateway.GetAsync("nationalPlans/uruguay-digital-government-2020"))["country"]!.GetValue<string>());

    [Fact]
    public async Task Row_7_places_below_a_country()
    {
        Assert.Equal("countries/VN", (await gateway.GetAsync("places/da-nang"))["country"]!.GetValue<string>());
        var placed = await gateway.PatchAsync("places/da-nang", """{"coordinates":{"latitude":16.07,"longitude":108.22}}""");
        Assert.Equal(16.07, placed["coordinates"]!["latitude"]!.GetValue<double>());
        Assert.Contains("WGS_84", await gateway.RefusedAsync(HttpMethod.Patch, "places/da-nang", """{"coordinates":{"latitude":91}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_8_printed_names_beside_the_bodys_own()
    {
        var names = (await gateway.GetAsync("organizations/public-procurement-service"))["names"]!.AsArray();
        Assert.Contains(names, n => n!["text"]!.GetValue<string>() == "Korea Procurement Service" && n["kind"]!.GetValue<string>() == "NAME_KIND_AS_PRINTED");
    }

    [Fact]
    public async Task Row_9_readiness_by_survey()
    {
        var readiness = await gateway.GetAsync("countries/PE:readiness?on=2019-01-01");
        Assert.Equal(("2018", "2020"), (readiness["indicator"]!["edition"]!.GetValue<string>(), readiness["next"]!["edition"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Row_10_posts_nobody_has_seen_for_long() =>
        Assert.Contains((await gateway.GetAsync("positions:stale?on=2026-11-22&pageSize=1000"))["positions"]!.AsArray(), p => p!["name"]!.GetValue<string>() == "positions/kim-hye-young-2018-06-04");

    [Fact]
    public async Task Row_11_bodies_of_every_kind()
    {
        foreach (var (name, kind) in new[] { ("organizations/idb", "MULTILATERAL"), ("organizations/wego", "CITY_NETWORK"), ("organizations/korea-deposit-insurance-corporation", "PUBLIC_CORPORATION"), ("organizations/constitutional-court-of-korea", "COURT") })
        {
            Assert.Equal("ORGANIZATION_KIND_" + kind, (await gateway.GetAsync(name))["kind"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task Row_12_units_and_what_they_belong_to() => Assert.Equal(Ministry, (await gateway.GetAsync("organizations/mois-egovernment-bureau"))["parentOrganization"]!.GetValue<string>());

    [Fact]
    public async Task Row_13_a_renamed_ministry_is_one_by_both_names()
    {
        var names = await gateway.GetAsync($"{Ministry}:names?date=2017-07-11");
        Assert.Equal("Ministry of the Interior", names["asNamedThen"]![0]!["name"]!["text"]!.GetValue<string>());
        Assert.Equal("Ministry of the Interior and Safety", names["asNamedNow"]![0]!["name"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_14_another_spelling_is_found_and_merged_records_answer_with_one()
    {
        var id = $"pps-{Guid.NewGuid():N}";
        await gateway.PostAsync($"organizations?organizationId={id}", """{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"Public Procurment Service","languageCode":"en"}]}""");
        var pairs = (await gateway.GetAsync($"organizations:duplicates?name=organizations/{id}"))["duplicates"]!.AsArray();
        Assert.Contains(pairs, p => p!["second"]!.GetValue<string>() == "organizations/public-procurement-service" || p["first"]!.GetValue<string>() == "organizations/public-procurement-service");
        await gateway.PostAsync($"organizations/{id}:merge", """{"into":"organizations/public-procurement-service","reason":"a misprint"}""");
        Assert.Equal("organizations/public-procurement-service", (await gateway.GetAsync($"organizations/{id}"))["name"]!.GetValue<string>());
        Assert.Equal($"organizations/{id}", (await gateway.PostAsync($"organizations/{id}:unmerge", """{"reason":"test"}"""))["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_15_roles_in_an_activity()
    {
        var roles = (await gateway.GetAsync("courses/advanced-egov-training/editions/2018"))["parties"]!.AsArray().Select(p => p!["role"]!.GetValue<string>()).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "PARTY_ROLE_LEAD", "PARTY_ROLE_CO_ORGANIZER" }, roles);
    }

    [Fact]
    public async Task Row_16_agreements_and_who_signed()
    {
        var agreement = await gateway.GetAsync("agreements/korea-paraguay-2017");
        Assert.Equal(2, agreement["parties"]!.AsArray().Count);
        Assert.Equal("2017-09", agreement["instruments"]![0]!["actDate"]!["edtf"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_17_an_amendment_shows_what_changed_by_whom_and_why()
    {
        var id = $"amended-{Guid.NewGuid():N}";
        await gateway.PostAsync($"agreements?agreementId={id}", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"test","parties":[{"asPrinted":"one"},{"asPrinted":"other"}],"term":{"edtf":"2020/2022"}}""");
        await gateway.PatchAsync($"agreements/{id}?reason=extended", """{"term":{"edtf":"2020/2024"}}""");
        await Eventually.Async("the versions to be numbered", async () => (await gateway.GetAsync($"services/countries/changes:compare?name=agreements/{id}"))["changes"]?[0]?["version"]?.GetValue<string>() == "2");
        var diff = await gateway.GetAsync($"services/countries/changes:compare?name=agreements/{id}");
        Assert.Equal("extended", diff["changes"]![0]!["reason"]!.GetValue<string>());
        var term = Assert.Single(diff["differences"]!.AsArray(), d => d!["fieldPath"]!.GetValue<string>() == "term.edtf");
        Assert.Equal(("\"2020/2022\"", "\"2020/2024\""), (term!["beforeJson"]!.GetValue<string>(), term["afterJson"]!.GetValue<string>()));
        Assert.Contains("ILLEGAL_TRANSITION", await gateway.RefusedAsync(HttpMethod.Post, $"agreements/{id}:suspend", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_18_dormant_agreements_raise_an_alert()
    {
        JsonArray alerts = [];
        await Eventually.Async("the alert on the Paraguayan agreement", async () =>
        {
            alerts = (await gateway.GetAsync("reports/agreements:alerts?on=2026-11-22&pageSize=1000"))["alerts"]?.AsArray() ?? [];
            return alerts.Any(a => a!["agreement"]!["name"]!.GetValue<string>() == "agreements/korea-paraguay-2017");
        });
        Assert.Contains(alerts, a => a!["kind"]!.GetValue<string>() == "AGREEMENT_ALERT_KIND_DORMANT");
    }

    [Fact]
    public async Task Row_19_from_an_agreement_to_its_activities_and_back()
    {
        Assert.Contains((await gateway.GetAsync("reports/agreements/korea-paraguay-2017:graph"))["nodes"]!.AsArray(), n => n!["entry"]!["name"]!.GetValue<string>() == "engagements/korea-paraguay-forum-2018");
        var cover = await gateway.GetAsync("reports/agreements:covering?activity=engagements/korea-paraguay-forum-2018");
        Assert.Equal("COVER_ANSWER_ONE", cover["answer"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_20_one_person_two_posts()
    {
        var positions = (await gateway.GetAsync("positions?filter=" + Uri.EscapeDataString("person = \"people/kim-hye-young\"")))["positions"]!.AsArray();
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
        var center = await gateway.GetAsync("cooperationCenters/korea-peru");
        Assert.Equal("countries/PE", center["partnerCountry"]!.GetValue<string>());
        Assert.Contains("san-isidro", center["supportedProjects"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_23_due_diligence_stays_internal()
    {
        var id = $"check-{Guid.NewGuid():N}";
        await gateway.PostAsync($"organizations/idb/assessments?assessmentId={id}", """{"kind":"ASSESSMENT_KIND_DUE_DILIGENCE","rating":"ASSESSMENT_RATING_LOW","date":{"edtf":"2018-05"},"summary":"test"}""");
        using var partner = platform.Client(Role.Partner);
        using var hidden = await partner.GetAsync($"/v1/organizations/idb/assessments/{id}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
