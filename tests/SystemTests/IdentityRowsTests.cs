using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Countries, bodies, people and places through time, as a client meets them at the gateway.</summary>
public sealed class IdentityRowsTests(Platform platform) : IAsyncDisposable
{
    private readonly GatewayClient gateway = new(platform, "partners", Role.Editor, Role.Approver);
    private readonly string id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task A_renamed_body_shows_both_names_and_its_activities_keep_their_identifiers()
    {
        var (body, meeting) = ($"organizations/a-{id}", $"engagements/a-{id}");
        await gateway.PostAsync($"organizations?organizationId=a-{id}", """{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"Office of Seals","languageCode":"en","kind":"NAME_KIND_OFFICIAL"}],"record":{"externalIdentifiers":[{"scheme":"org-id","value":"KR-BRN-1"}]}}""".Replace("KR-BRN-1", "KR-BRN-" + id, StringComparison.Ordinal));
        await gateway.PostAsync($"engagements?engagementId=a-{id}", $$$"""{"kind":"ENGAGEMENT_KIND_EXPERT_MEETING","titles":[{"text":"On seals","languageCode":"en"}],"country":"countries/PE","date":{"edtf":"2018-05-02"},"parties":[{"resource":"{{{body}}}","role":"PARTY_ROLE_LEAD"}],"state":"ENGAGEMENT_STATE_HELD","record":{"historical":true,"externalIdentifiers":[{"scheme":"iati","value":"KR-BRN-{{{id}}}-7"}]}}""");
        var before = await gateway.GetAsync(meeting);

        await gateway.PatchAsync($"{body}?reason=renamed", $$$"""{"names":[{"text":"Office of Seals","languageCode":"en","kind":"NAME_KIND_FORMER","period":{"edtf":"../2019-12-31"}},{"text":"Office of Signatures","languageCode":"en","kind":"NAME_KIND_OFFICIAL","period":{"edtf":"2020-01-01/.."}},{"text":"서명청","languageCode":"ko","script":"Hang","kind":"NAME_KIND_OFFICIAL","period":{"edtf":"2020-01-01/.."}}]}""");
        var names = await gateway.GetAsync($"{body}:names?date=2018-05-02");
        Assert.Equal(("Office of Seals", "Office of Signatures"), (names["asNamedThen"]![0]!["name"]!["text"]!.GetValue<string>(), names["asNamedNow"]![0]!["name"]!["text"]!.GetValue<string>()));
        Assert.Equal("서명청", (await gateway.GetAsync($"{body}:names?languageCode=ko"))["asNamedNow"]![0]!["name"]!["text"]!.GetValue<string>());
        Assert.Equal(before.ToJsonString(), (await gateway.GetAsync(meeting)).ToJsonString());
        await ReportedAsync(body, "Office of Signatures");
    }

    [Fact]
    public async Task Merged_bodies_count_as_one_until_they_are_taken_apart_again()
    {
        var (one, other) = ($"organizations/b-{id}", $"organizations/c-{id}");
        foreach (var (name, text) in new[] { ("b", "Bureau of Wells"), ("c", "Bureau of Wells and Water") })
        {
            await gateway.PostAsync($"organizations?organizationId={name}-{id}", $$"""{"kind":"ORGANIZATION_KIND_GOVERNMENT","names":[{"text":"{{text}}","languageCode":"en"}]}""");
        }

        var meeting = await gateway.PostAsync($"engagements?engagementId=b-{id}", $$$"""{"kind":"ENGAGEMENT_KIND_EXPERT_MEETING","titles":[{"text":"On wells","languageCode":"en"}],"country":"countries/PE","date":{"edtf":"2018-05-03"},"parties":[{"resource":"{{{one}}}","role":"PARTY_ROLE_LEAD"}],"state":"ENGAGEMENT_STATE_HELD","record":{"historical":true}}""");
        await ReportedAsync(one, "Bureau of Wells");
        await gateway.PostAsync($"{one}:merge", $$"""{"into":"{{other}}","reason":"the same body"}""");
        await ReportedAsync(other, "Bureau of Wells and Water");
        await gateway.PostAsync($"{one}:unmerge", """{"reason":"two bodies after all"}""");
        await ReportedAsync(one, "Bureau of Wells");
        Assert.Equal(meeting.ToJsonString(), (await gateway.GetAsync($"engagements/b-{id}")).ToJsonString());
    }

    [Fact]
    public async Task A_country_has_dated_former_names_standing_and_regions()
    {
        var eswatini = Assert.Single((await gateway.GetAsync("countries?filter=swaziland"))["countries"]!.AsArray())!;
        var former = Assert.Single(eswatini["names"]!.AsArray(), n => n!["kind"]!.GetValue<string>() == "NAME_KIND_FORMER")!;
        Assert.Equal(("countries/SZ", "2018-04-19"), (eswatini["name"]!.GetValue<string>(), former["period"]!["latest"]!.GetValue<string>()));
        var macao = (await gateway.GetAsync("countries/MO"))["statuses"]![0]!;
        Assert.Equal(("COUNTRY_STATUS_KIND_TERRITORY", "1999-12-20"), (macao["kind"]!.GetValue<string>(), macao["period"]!["earliest"]!.GetValue<string>()));
        Assert.NotEqual("", (await gateway.GetAsync("countries/GU"))["statuses"]![0]!["source"]!.GetValue<string>());
        var placed = await gateway.PatchAsync("countries/GE", """{"regions":[{"scheme":"TEST","code":"EAST","displayName":"East","period":{"edtf":"../2009"}},{"scheme":"TEST","code":"SOUTH","displayName":"South","period":{"edtf":"2010/.."}}]}""");
        Assert.Equal(["../2009", "2010/.."], placed["regions"]!.AsArray().Select(r => r!["period"]!["edtf"]!.GetValue<string>()));
        Assert.Contains((await gateway.GetAsync("countries?filter=" + Uri.EscapeDataString("regions:\"TEST:SOUTH\"")))["countries"]!.AsArray(), c => c!["iso2"]!.GetValue<string>() == "GE");
    }

    [Fact]
    public async Task A_person_is_found_by_a_name_in_any_script_and_without_accents()
    {
        var person = $"people/p-{id}";
        await gateway.PostAsync($"people?personId=p-{id}", $$"""{"class":"PERSON_CLASS_OFFICE_HOLDER","classReason":"minister","names":[{"text":"José Ñuñez {{id}}","languageCode":"es"},{"text":"호세 {{id}}","languageCode":"ko","script":"Hang"},{"text":"Хосе {{id}}","languageCode":"ru","script":"Cyrl"}]}""");
        foreach (var text in new[] { $"jose nunez {id}", $"호세 {id}", $"ХОСЕ {id}" })
        {
            var found = (await gateway.GetAsync("people?filter=" + Uri.EscapeDataString($"\"{text}\"")))["people"]!.AsArray();
            Assert.Equal([person], found.Select(p => p!["name"]!.GetValue<string>()));
        }

        await gateway.PostAsync($"people?personId=q-{id}", $$"""{"class":"PERSON_CLASS_OFFICE_HOLDER","classReason":"another","names":[{"text":"José Ñuñez {{id}}","languageCode":"es"}]}""");
        Assert.Equal(2, (await gateway.GetAsync("people?filter=" + Uri.EscapeDataString($"\"jose nunez {id}\"")))["people"]!.AsArray().Count);
    }

    [Fact]
    public async Task A_place_keeps_its_printed_error_and_answers_by_its_code()
    {
        var code = $"PE{id[..6]}";
        await gateway.PostAsync($"places?placeId=w-{id}", $$$"""{"kind":"PLACE_KIND_CITY","country":"countries/PE","parentPlace":"places/lima","coordinates":{"latitude":-12.1,"longitude":-77.03,"accuracyMeters":500},"names":[{"text":"San Isidro","languageCode":"es","kind":"NAME_KIND_OFFICIAL"},{"text":"San Isidoro","languageCode":"en","kind":"NAME_KIND_AS_PRINTED"},{"text":"Orrantia","languageCode":"es","kind":"NAME_KIND_FORMER","period":{"edtf":"../1931"}}],"record":{"externalIdentifiers":[{"scheme":"unlocode","value":"{{{code}}}"},{"scheme":"geonames","value":"{{{code}}}1"}]}}""");
        var place = await gateway.GetAsync($"places/~unlocode~{code}");
        Assert.Equal(place["name"]!.GetValue<string>(), (await gateway.GetAsync($"places/~geonames~{code}1"))["name"]!.GetValue<string>());
        Assert.Equal(["San Isidro", "San Isidoro", "Orrantia"], place["names"]!.AsArray().Select(n => n!["text"]!.GetValue<string>()));
        Assert.Contains("ALREADY_EXISTS", await gateway.RefusedAsync(HttpMethod.Post, "places", $$$"""{"kind":"PLACE_KIND_CITY","country":"countries/PE","names":[{"text":"Other"}],"record":{"externalIdentifiers":[{"scheme":"unlocode","value":"{{{code}}}"}]}}"""), StringComparison.Ordinal);
    }

    // The name now; what it was called then is asked of the body.
    private Task ReportedAsync(string body, string label) => Eventually.Async($"{body} to be reported as {label}", async () =>
    {
        var rows = (await gateway.PostAsync("reports/summary", $$"""{"measures":["engagements"],"dimensions":["organization"],"filter":"organization = \"{{body}}\""}"""))["rows"]?.AsArray() ?? [];
        return rows.Count == 1 && rows[0]!["dimensions"]![0] is { } key && key["key"]?.GetValue<string>() == body && key["label"]?.GetValue<string>() == label;
    });

    public ValueTask DisposeAsync() => gateway.DisposeAsync();
}
