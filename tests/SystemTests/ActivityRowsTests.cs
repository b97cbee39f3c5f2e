using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Activities as a client meets them at the gateway: one test for each row of feature table C.</summary>
public sealed class ActivityRowsTests(Platform platform) : IAsyncDisposable
{
    private const string Caravan = "delegations/latin-america-caravan-2018";
    private const string Seminar = "engagements/korea-peru-seminar-2018";

    private GatewayClient Office { get; } = new(platform, "office", Role.Editor, Role.Approver);

    public ValueTask DisposeAsync() => Office.DisposeAsync();

    [Fact]
    public async Task Row_24_programs_projects_and_what_they_do()
    {
        var project = await Office.GetAsync("projects/costa-rica-procurement");
        Assert.Equal("programs/overseas-expansion-support", (string)project["program"]!);
        var sub = await Office.AddAsync("programs", """{"names":[{"text":"Sub-program"}],"parentProgram":"programs/overseas-expansion-support"}""");
        Assert.Equal(sub, (string)Single(await Office.GetAsync("programs?filter=" + Uri.EscapeDataString($"name = \"{sub}\" AND parent_program = \"programs/overseas-expansion-support\"")), "programs")["name"]!);
    }

    [Fact]
    public async Task Row_25_legs_through_several_countries_and_over_the_date_line()
    {
        var legs = (await Office.GetAsync(Caravan))["legs"]!.AsArray();
        Assert.Equal(["countries/PE", "countries/PY"], legs.Select(l => (string)l!["country"]!));
        var stored = await Office.PostAsync("delegations", """
            {"names":[{"text":"Pacific tour"}],"direction":"DELEGATION_DIRECTION_INBOUND","legs":[{"key":"pacific","country":"countries/WS","stops":[
              {"asPrinted":"Nuku'alofa","period":{"edtf":"2027-03-02","timeZone":"Pacific/Tongatapu"}},{"asPrinted":"Pago Pago","period":{"edtf":"2027-03-01","timeZone":"Pacific/Pago_Pago"}},
              {"asPrinted":"Apia","period":{"edtf":"2027-02-20"}}],
              "announcedMeetings":{"stated":{"value":"4","qualifier":"QUALIFIER_EXACT"}},"heldMeetings":{"stated":{"value":"3","qualifier":"QUALIFIER_EXACT"}}}]}
            """);
        Assert.Equal(["legs[0].stops[2].period"], stored["record"]!["warnings"]!.AsArray().Where(w => (string)w!["rule"]! == "DATE_ORDER").Select(w => (string)w!["fieldPath"]!));
    }

    [Fact]
    public async Task Row_26_agencies_stated_against_those_named()
    {
        var delegation = await Office.GetAsync("delegations/cambodia-vietnam-2018");
        Assert.Equal(("7", 4), ((string)delegation["agencies"]!["stated"]!["value"]!, delegation["agencies"]!["items"]!.AsArray().Count));
        Assert.NotNull(delegation["head"]!["position"]);
    }

    [Fact]
    public async Task Row_27_two_ministries_own_one_delegation() => Assert.Equal(2, (await Office.GetAsync(Caravan))["owners"]!.AsArray().Count(o => (string)o!["role"]! == "PARTY_ROLE_OWNER"));

    [Fact]
    public async Task Row_28_meetings_of_a_leg_by_kind()
    {
        var held = (await Office.GetAsync("engagements?filter=" + Uri.EscapeDataString($"delegation = \"{Caravan}\"")))["engagements"]!.AsArray();
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "ENGAGEMENT_KIND_SEMINAR", "ENGAGEMENT_KIND_HIGH_LEVEL_MEETING", "ENGAGEMENT_KIND_CITY_MEETING", "ENGAGEMENT_KIND_FORUM" }, held.Select(e => (string)e!["kind"]!).ToHashSet(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Rows_29_30_and_32_hosts_office_holders_about_120_people_and_a_numbered_agenda()
    {
        var seminar = await Office.GetAsync(Seminar);
        Assert.Equal("QUALIFIER_ABOUT", (string)seminar["attendance"]![0]!["qualifier"]!);
        Assert.Equal("PARTY_ROLE_VIP", (string)seminar["attendees"]![0]!["role"]!);
        Assert.Equal(5, seminar["agenda"]!.AsArray().Count);
        Assert.Equal(2, seminar["agenda"]![4]!["presenters"]!.AsArray().Count);
    }

    [Fact]
    public async Task Row_31_stated_totals_against_what_is_listed() =>
        Assert.Contains((await Office.GetAsync("reports/reconciliations?pageSize=1000"))["reconciliations"]!.AsArray(), r => (string)r!["record"]! == Caravan);

    [Fact]
    public async Task Row_33_a_series_across_kinds_with_an_edition_missing()
    {
        var series = await Office.PostAsync("series", $$$"""{"names":[{"text":"Yearly caravan"}],"rhythm":{"unit":"RHYTHM_UNIT_YEAR"},"editions":[{"key":"first","ordinal":1,"asPrinted":"the first"},{"key":"third","ordinal":3,"resource":"{{{Caravan}}}"}]}""");
        Assert.Contains(series["missing"]!.AsArray(), m => m!.ToJsonString().Contains('2', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_34_a_room_is_booked_once_at_a_time()
    {
        var room = await Office.AddAsync("rooms", """{"names":[{"text":"Hall"}],"venue":{"resource":"organizations/pe-servir"},"timeZone":"America/Lima"}""");
        var booking = await Office.AddAsync($"{room}/bookings", """{"title":"Forum","date":{"edtf":"2027-05-28"}}""");
        await Office.PostAsync($"{booking}:confirm", "{}");
        Assert.Contains("BOOKED", await Office.RefusedAsync(HttpMethod.Post, $"{room}/bookings", """{"title":"Seminar","date":{"edtf":"2027-05-28","startTime":"09:00","endTime":"10:00"}}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_35_registration_approval_and_the_waiting_list()
    {
        var forum = await Office.AddAsync("engagements", """{"kind":"ENGAGEMENT_KIND_FORUM","titles":[{"text":"Forum"}],"registration":{"seats":1}}""");
        var first = await Office.AddAsync($"{forum}/registrations", """{"represents":"organizations/idb"}""");
        var second = await Office.AddAsync($"{forum}/registrations", """{"represents":"countries/PE"}""");
        await Office.PostAsync($"{first}:approve", "{}");
        Assert.Equal("REGISTRATION_STATE_WAITLISTED", (string)(await Office.PostAsync($"{second}:approve", "{}"))["state"]!);
        await Office.PostAsync($"{first}:cancel", "{}");
        Assert.Equal("REGISTRATION_STATE_APPROVED", (string)(await Office.GetAsync(second))["state"]!);
    }

    [Fact]
    public async Task Row_36_an_expert_goes_with_terms_of_reference_and_comes_back_appraised()
    {
        var dispatch = await Office.AddAsync("expertDispatches", """{"expert":{"asPrinted":"procurement expert"},"host":{"asPrinted":"a ministry"},"country":"countries/PE"}""");
        Assert.Contains("terms_of_reference", await Office.RefusedAsync(HttpMethod.Post, $"{dispatch}:approve", "{}"), StringComparison.Ordinal);
        await Office.PatchAsync(dispatch, """{"termsOfReference":[{"key":"draft","text":"Draft the rules"}],"appraisals":[{"by":{"asPrinted":"the host"},"text":"helpful"}]}""");
        foreach (var step in new[] { "approve", "dispatch", "return", "appraise" })
        {
            await Office.PostAsync($"{dispatch}:{step}", "{}");
        }

        Assert.Equal("EXPERT_DISPATCH_STATE_APPRAISED", (string)(await Office.GetAsync(dispatch))["state"]!);
    }

    [Fact]
    public async Task Row_37_an_exhibit_at_a_road_show()
    {
        var show = await Office.AddAsync("engagements", """{"kind":"ENGAGEMENT_KIND_ROAD_SHOW","titles":[{"text":"Road show"}]}""");
        Assert.StartsWith(show, await Office.AddAsync($"{show}/exhibits", """{"exhibitor":{"asPrinted":"a body"},"assets":["systemAssets/worknet"]}"""), StringComparison.Ordinal);
        Assert.Contains("NOT_A_ROAD_SHOW", await Office.RefusedAsync(HttpMethod.Post, $"{Seminar}/exhibits", """{"exhibitor":{"asPrinted":"a body"},"subject":"x"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_38_which_law_was_advised_on_and_at_what_stage() =>
        Assert.NotNull((await Office.GetAsync("engagements/cambodia-policy-consultation-2018"))["policySubjects"]![0]!["stage"]);

    [Fact]
    public async Task Row_39_an_introduction_waits_for_its_preconditions_and_is_verified_by_use()
    {
        var path = await Office.AddAsync("introductions", """{"asset":"systemAssets/worknet","target":{"resource":"countries/KH"},"preconditions":[{"key":"law","kind":"PRECONDITION_KIND_LEGAL_BASIS","status":"PRECONDITION_STATUS_OPEN"}]}""");
        foreach (var step in new[] { "study", "plan", "fund" })
        {
            await Office.PostAsync($"{path}:{step}", "{}");
        }

        Assert.Contains("PRECONDITION_OPEN", await Office.RefusedAsync(HttpMethod.Post, $"{path}:build", "{}"), StringComparison.Ordinal);
        await Office.PatchAsync(path, """{"preconditions":[{"key":"law","kind":"PRECONDITION_KIND_LEGAL_BASIS","status":"PRECONDITION_STATUS_OVERRIDDEN","reason":"a decree is on its way"}]}""");
        await Office.PostAsync($"{path}:build", "{}");
        await Office.PostAsync($"{path}:launch", "{}");
        Assert.Contains("EVIDENCE", await Office.RefusedAsync(HttpMethod.Post, $"{path}:verify", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_40_what_partners_asked_for() => Assert.NotNull((await Office.GetAsync("partnerRequests/latin-america-2018"))["subject"]);

    [Fact]
    public async Task Rows_41_and_42_a_trip_is_approved_reported_with_outcomes_and_keeps_who_decided()
    {
        var trip = await Office.AddAsync("delegations", """{"names":[{"text":"Trip"}],"legs":[{"key":"pe","country":"countries/PE"}]}""");
        var refused = await Office.RefusedAsync(HttpMethod.Post, $"{trip}:dispatch", "{}");
        Assert.Contains("DELEGATION_STATE_APPROVED", refused, StringComparison.Ordinal);
        Assert.Contains("DECIDED_BY", await Office.RefusedAsync(HttpMethod.Post, $"{trip}:postpone", """{"reason":"storm"}"""), StringComparison.Ordinal);
        await Office.PostAsync($"{trip}:postpone", """{"reason":"storm","decidedBy":"the minister"}""");
        foreach (var step in new[] { "approve", "dispatch", "return" })
        {
            await Office.PostAsync($"{trip}:{step}", """{"decidedBy":"the director"}""");
        }

        await Office.PatchAsync(trip, """{"report":{"summary":"Went well","outcomes":[{"key":"talks","text":"Talks go on","became":"followUps/san-isidro-support"}]}}""");
        var history = (await Office.PostAsync($"{trip}:report", "{}"))["record"]!["transitions"]!.AsArray();
        Assert.Equal(["POSTPONED", "APPROVED", "DISPATCHED", "RETURNED", "REPORTED"], history.Select(t => ((string)t!["state"]!)["DELEGATION_STATE_".Length..]));
        Assert.Equal(("the minister", "storm"), ((string)history[0]!["decidedBy"]!, (string)history[0]!["reason"]!));
    }

    [Fact]
    public async Task Row_43_a_promise_needs_an_owner_and_evidence_and_is_overdue_with_certainty()
    {
        var (sure, vague) = (await FollowUpAsync("2020-05"), await FollowUpAsync("2021"));
        Assert.Contains("owner", await Office.RefusedAsync(HttpMethod.Post, $"{sure}:assign", "{}"), StringComparison.Ordinal);
        await Office.PatchAsync(sure, """{"owner":{"resource":"organizations/mois"}}""");
        await Office.PostAsync($"{sure}:assign", "{}");
        Assert.Contains("EVIDENCE", await Office.RefusedAsync(HttpMethod.Post, $"{sure}:complete", "{}"), StringComparison.Ordinal);

        var overdue = await Office.GetAsync("followUps:overdue?on=2021-06-15&pageSize=1000");
        var answers = overdue["followUps"]!.AsArray().Zip(overdue["answers"]!.AsArray()).ToDictionary(p => (string)p.First!["name"]!, p => (string)p.Second!, StringComparer.Ordinal);
        Assert.Equal(("DATE_ANSWER_CERTAINLY", "DATE_ANSWER_POSSIBLY"), (answers[sure], answers[vague]));
        await Office.PostAsync($"{vague}:convert", """{"replacedBy":"projects/costa-rica-procurement"}""");
        await Eventually.Async("the linkage rate", async () => ((await Office.GetAsync("reports/crossCheck"))["rows"]!.AsArray().Single(r => (string)r!["key"]! == "follow_ups_linked")!["answer"]!.GetValue<string>()).Contains(" of ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Row_44_minutes_with_decisions_of_a_hybrid_meeting()
    {
        var meeting = await Office.PostAsync("engagements", """
            {"kind":"ENGAGEMENT_KIND_EXPERT_MEETING","titles":[{"text":"Meeting"}],"mode":"ENGAGEMENT_MODE_HYBRID","agenda":[{"key":"one","order":1,"kind":"AGENDA_ITEM_KIND_PANEL","title":"Panel"}],
             "decisions":[{"key":"go","text":"Go on","agendaItem":"one","became":"followUps/san-isidro-support"}]}
            """);
        Assert.Equal("followUps/san-isidro-support", (string)meeting["decisions"]![0]!["became"]!);
    }

    [Fact]
    public async Task Row_45_what_a_publication_reports() =>
        Assert.Contains((await Office.GetAsync("reports/facts/publications/mois-2018-06-04"))["facts"]!.AsArray(), f => f!.ToJsonString().Contains(Seminar, StringComparison.Ordinal));

    [Fact]
    public async Task Row_46_a_calendar_under_an_address_of_its_own()
    {
        var path = (string)(await Office.PostAsync("activityCalendars", """{"name":"countries/PE","internal":true}"""))["path"]!;
        using var anyone = platform.Client();
        Assert.Contains($"UID:{Seminar}@egovplatform\r\n", (await anyone.GetStringAsync(path, TestContext.Current.CancellationToken)).Replace("\r\n ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_47_a_second_forum_in_lima_by_another_agency_raises_the_radar()
    {
        var forum = await Office.PostAsync("engagements", """{"kind":"ENGAGEMENT_KIND_FORUM","titles":[{"text":"Another forum"}],"country":"countries/PE","planned":[{"planned":{"edtf":"2018-05-29"}}],"parties":[{"resource":"organizations/idb","role":"PARTY_ROLE_HOST"}]}""");
        Assert.Contains(forum["record"]!["warnings"]!.AsArray(), w => (string)w!["rule"]! == "DUPLICATION" && ((string)w["message"]!).Contains("engagements/lima-smart-city-forum-2018", StringComparison.Ordinal));
    }

    private static JsonNode Single(JsonObject page, string field) => Assert.Single(page[field]!.AsArray())!;

    private Task<string> FollowUpAsync(string due) => Office.AddAsync("followUps", $$$"""{"commitment":"Explore","origin":"{{{Seminar}}}","due":{"edtf":"{{{due}}}"}}""");
}
