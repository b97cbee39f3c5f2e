using System.Net;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Agreements and centers with all their parts, as a client meets them at the gateway.</summary>
public sealed class AgreementRowsTests(Platform platform) : IAsyncDisposable
{
    private readonly GatewayClient gateway = new(platform, "partners", Role.Editor, Role.Approver);
    private readonly string id = Guid.NewGuid().ToString("N");

    [Fact]
    public async Task An_agreement_keeps_acts_promises_and_gaps_and_moves_by_its_methods_only()
    {
        var name = $"agreements/m-{id}";
        await gateway.PostAsync($"agreements?agreementId=n-{id}", """{"kind":"AGREEMENT_KIND_AGREEMENT","subject":"e-government","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"}]}""");
        var agreement = await gateway.PostAsync($"agreements?agreementId=m-{id}", """
            {"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"e-government","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"},{"asPrinted":"a body not named"}],
             "instruments":[
              {"key":"signing","kind":"INSTRUMENT_KIND_SIGNING","actDate":{"edtf":"2017-09-05"},"effectiveDate":{"edtf":"2017-01-01"},"places":["countries/KR"],"term":{"edtf":"2017-01-01/2018-12-31"},
               "signatories":[{"party":"countries/KR","role":"SIGNATORY_ROLE_SIGNED"},{"partyAsPrinted":"a body not named","role":"SIGNATORY_ROLE_WITNESSED"}]},
              {"key":"counterpart","kind":"INSTRUMENT_KIND_EXCHANGE_OF_NOTES","actDate":{"edtf":"2017-09-12"},"places":["countries/GH"],"signatories":[{"party":"countries/GH","role":"SIGNATORY_ROLE_EXCHANGED"}]},
              {"key":"renewal","kind":"INSTRUMENT_KIND_RENEWAL","actDate":{"edtf":"2020-02"},"term":{"edtf":"2020-03-01/2022-02-28"},"note":"after a gap"}],
             "promises":[{"promise":"training places","count":{"value":"20","qualifier":"QUALIFIER_EXACT"},"per":"year","progress":{"value":"35","qualifier":"QUALIFIER_ABOUT"}}],
             "documents":[{"title":"Text","url":"https://example.org/m.pdf","languageCode":"en"}]}
            """);
        Assert.Contains(agreement["record"]!["warnings"]!.AsArray(), w => w!["fieldPath"]!.GetValue<string>() == "instruments[0].effective_date");
        Assert.Equal("35", agreement["promises"]![0]!["progress"]!["value"]!.GetValue<string>());

        var refused = await gateway.RefusedAsync(HttpMethod.Post, $"{name}:suspend", "{}");
        Assert.Contains("ILLEGAL_TRANSITION", refused, StringComparison.Ordinal);
        Assert.Contains("AGREEMENT_STATE_SIGNED", refused, StringComparison.Ordinal);
        await gateway.PostAsync($"{name}:sign", """{"effective":{"edtf":"2017-09-05"}}""");
        await gateway.PostAsync($"{name}:enterIntoForce", """{"effective":{"edtf":"2017-09-12"}}""");
        await gateway.PostAsync($"{name}:suspend", """{"effective":{"edtf":"2021-01-01"},"reason":"by note"}""");
        await gateway.PostAsync($"{name}:resume", """{"effective":{"edtf":"2021-06-01"}}""");
        await CoveredAsync("2017-02-01", "DATE_ANSWER_CERTAINLY");
        await CoveredAsync("2019-06-01", null);
        await CoveredAsync("2021-03-01", null);
        await CoveredAsync("2021-07-01", "DATE_ANSWER_CERTAINLY");

        Assert.Contains("record.transitions", await gateway.RefusedAsync(HttpMethod.Post, $"{name}:supersede", "{}"), StringComparison.Ordinal);
        var superseded = await gateway.PostAsync($"{name}:supersede", $$"""{"replacedBy":"agreements/n-{{id}}"}""");
        Assert.Equal("AGREEMENT_STATE_SUPERSEDED", superseded["state"]!.GetValue<string>());

        Task CoveredAsync(string date, string? inForce) => Eventually.Async($"the cover of {date}", async () =>
        {
            var found = (await gateway.GetAsync($"reports/agreements:covering?parties=countries/GH&date={date}"))["agreements"]?.AsArray() ?? [];
            return found.FirstOrDefault(a => a!["agreement"]!["name"]!.GetValue<string>() == name)?["inForce"]?.GetValue<string>() == inForce;
        });
    }

    [Fact]
    public async Task The_graph_goes_from_an_agreement_to_projects_systems_and_contracts_and_no_further()
    {
        await gateway.PostAsync($"agreements?agreementId=g-{id}", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"graph","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"}]}""");
        await gateway.PostAsync($"projects?projectId=g-{id}", """{"kind":"PROJECT_KIND_CONSULTING","names":[{"text":"A master plan","languageCode":"en"}]}""");
        await gateway.PostAsync($"systemAssets?systemAssetId=g-{id}", """{"kind":"SYSTEM_ASSET_KIND_SYSTEM","names":[{"text":"A register","languageCode":"en"}]}""");
        await gateway.PostAsync($"introductions?introductionId=g-{id}", $$"""{"asset":"systemAssets/g-{{id}}","target":{"resource":"countries/GH"},"project":"projects/g-{{id}}"}""");
        // Another contract of the same buyer names neither the project nor what rests on it.
        await gateway.PostAsync($"contracts?contractId=g-{id}", $$"""{"kind":"CONTRACT_KIND_EXPORT","titles":[{"text":"Building the register","languageCode":"en"}],"supplier":{"asPrinted":"A company"},"customer":{"asPrinted":"A ministry"},"country":"countries/GH","signed":{"edtf":"2019-05-04"},"project":"projects/g-{{id}}"}""");
        await gateway.PostAsync($"contracts?contractId=h-{id}", """{"kind":"CONTRACT_KIND_EXPORT","titles":[{"text":"Paper","languageCode":"en"}],"supplier":{"asPrinted":"A company"},"customer":{"asPrinted":"A ministry"},"country":"countries/GH"}""");
        // A stand shows the system too; it does not rest on the agreement.
        await gateway.PostAsync($"engagements?engagementId=g-{id}", """{"kind":"ENGAGEMENT_KIND_ROAD_SHOW","titles":[{"text":"A fair","languageCode":"en"}],"country":"countries/GH","date":{"edtf":"2018-05-04"}}""");
        await gateway.PostAsync($"engagements/g-{id}/exhibits?exhibitId=stand", $$"""{"exhibitor":{"asPrinted":"A company"},"assets":["systemAssets/g-{{id}}"]}""");
        await gateway.PostAsync($"links?linkId=g-{id}", $$"""{"from":"projects/g-{{id}}","to":"agreements/g-{{id}}","kind":"LINK_KIND_UNDER"}""");
        List<(string, int)> nodes = [];
        await Eventually.Async("the graph to be there", async () =>
        {
            var graph = await gateway.GetAsync($"reports/agreements/g-{id}:graph");
            nodes = [.. (graph["nodes"]?.AsArray() ?? []).Select(n => (n!["entry"]!["name"]!.GetValue<string>(), n["depth"]!.GetValue<int>()))];
            return nodes.Count >= 4;
        });
        Assert.Equal([($"projects/g-{id}", 1), ($"contracts/g-{id}", 2), ($"introductions/g-{id}", 2), ($"systemAssets/g-{id}", 3)], nodes);
    }

    [Fact]
    public async Task A_center_closes_and_opens_again_with_staff_and_budget_of_each_side()
    {
        var name = $"cooperationCenters/k-{id}";
        await gateway.PostAsync($"cooperationCenters?cooperationCenterId=k-{id}", """
            {"partnerCountry":"countries/GH","names":[{"text":"A center","languageCode":"en"}],"hosts":[{"resource":"countries/KR","role":"PARTY_ROLE_HOST"},{"resource":"countries/GH","role":"PARTY_ROLE_CO_HOST"}],
             "terms":[{"key":"first","planned":{"edtf":"2015/2017"},"period":{"edtf":"2015-06/2017-05"}}],
             "sides":[{"party":"countries/KR","staff":{"value":"3","qualifier":"QUALIFIER_EXACT"},"budget":[{"amount":"500000","currencyCode":"USD","kind":"MONEY_KIND_PLANNED"}]},{"party":"countries/GH","staff":{"value":"5","qualifier":"QUALIFIER_ABOUT"}}]}
            """);
        foreach (var (move, day) in new[] { ("establish", "2015-03-01"), ("open", "2015-06-01"), ("close", "2017-05-31"), ("reopen", "2019-01-01") })
        {
            await gateway.PostAsync($"{name}:{move}", $$$"""{"effective":{"edtf":"{{{day}}}"}}""");
        }

        var center = await gateway.PatchAsync(name, """{"terms":[{"key":"first","planned":{"edtf":"2015/2017"},"period":{"edtf":"2015-06/2017-05"}},{"key":"second","period":{"edtf":"2019-01/.."}}],"record":{"evidence":[{"observation":"the doors were shut","observed":{"edtf":"2019-03"},"present":false}]}}""");
        Assert.Equal("COOPERATION_CENTER_STATE_OPERATING", center["state"]!.GetValue<string>());
        Assert.Equal(4, center["record"]!["transitions"]!.AsArray().Count);
        Assert.Equal(["2015-06/2017-05", "2019-01/.."], center["terms"]!.AsArray().Select(t => t!["period"]!["edtf"]!.GetValue<string>()));
        Assert.Equal(["3", "5"], center["sides"]!.AsArray().Select(s => s!["staff"]!["value"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_partner_disputes_its_own_side_and_both_accounts_stand()
    {
        await gateway.PostAsync($"agreements?agreementId=d-{id}", """{"kind":"AGREEMENT_KIND_MEMORANDUM","subject":"two sides","parties":[{"resource":"countries/KR"},{"resource":"countries/GH"}],"term":{"edtf":"2017/2020"},"record":{"visibility":{"level":"VISIBILITY_LEVEL_SHARED","sharedWith":["countries/GH"]}}}""");
        using var partner = platform.Partner("countries/GH");
        using var claim = await partner.PostAsync($"/v1/agreements/d-{id}:claim", Json("""{"fieldPath":"term","valueJson":"{\"edtf\":\"2017/2022\"}","claimant":"countries/GH","reason":"by our copy"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, claim.StatusCode);
        var claims = (await gateway.GetAsync($"agreements/d-{id}"))["record"]!["claims"]!.AsArray();
        Assert.Equal(["", "countries/GH"], claims.Select(c => c!["claimant"]?.GetValue<string>() ?? ""));
        using var foreign = await partner.PostAsync($"/v1/agreements/d-{id}:claim", Json("""{"fieldPath":"term","claimant":"countries/KR"}"""), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
    }

    public ValueTask DisposeAsync() => gateway.DisposeAsync();

    private static StringContent Json(string text) => new(text, Encoding.UTF8, "application/json");
}
