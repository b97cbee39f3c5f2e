using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>Programs, money, monitoring and leads as a client meets them at the gateway: one test for each row of the feature tables C, D, F and G.</summary>
public sealed class MoneyRowsTests(Platform platform)
{
    [Fact]
    public async Task Row_24_program_project_activity()
    {
        var program = await NewAsync("programs", """{"names":[{"text":"Row 24"}]}""");
        var project = await ProjectAsync(program);
        var output = await NewAsync($"{project}/outputs", """{"kind":"PROJECT_OUTPUT_KIND_MASTER_PLAN","titles":[{"text":"Plan"}]}""");
        await BookAsync(project, "MONEY_KIND_SPENT", "7");
        Assert.StartsWith(project, output, StringComparison.Ordinal);
        var balance = await GetAsync($"ledger/balance?activity={program}&withParts=true");
        Assert.Equal([program, project], balance["activities"]!.AsArray().Select(a => a!.GetValue<string>()).Order(StringComparer.Ordinal));
        Assert.Equal("7 KRW", balance["comparisons"]![0]!["spent"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_27_two_ministries_own_one_program()
    {
        var name = await NewAsync("programs", """{"names":[{"text":"Row 27"}],"parties":[{"resource":"organizations/mois","role":"PARTY_ROLE_OWNER"},{"asPrinted":"Another ministry","role":"PARTY_ROLE_OWNER"}]}""");
        Assert.Equal(2, (await GetAsync(name))["parties"]!.AsArray().Count(p => p!["role"]!.GetValue<string>() == "PARTY_ROLE_OWNER"));
    }

    [Fact]
    public async Task Row_57_commitments_within_the_approved_budget()
    {
        var project = await ProjectAsync();
        await BookAsync(project, "MONEY_KIND_COMMITTED", "900");
        var over = await NewAsync("ledgerEntries", Entry(project, "MONEY_KIND_COMMITTED", "101"));
        Assert.Contains("LIMIT_EXCEEDED", await RefusedAsync(HttpMethod.Post, $"{over}:submit", "{}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_58_original_and_revised_budget()
    {
        var project = await ProjectAsync();
        await BookAsync(project, "MONEY_KIND_APPROVED", "800");
        await BookAsync(project, "MONEY_KIND_APPROVED", "-50", ",\"revision\":true");
        var compared = (await GetAsync($"ledger/balance?activity={project}"))["comparisons"]![0]!;
        Assert.Equal(("800", "750"), (compared["originalBudget"]!["amount"]!.GetValue<string>(), compared["revisedBudget"]!["amount"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Row_59_commitment_payment_and_spending_apart()
    {
        var project = await ProjectAsync();
        await BookAsync(project, "MONEY_KIND_COMMITTED", "500");
        await BookAsync(project, "MONEY_KIND_DISBURSED", "300");
        await BookAsync(project, "MONEY_KIND_SPENT", "120");
        var compared = (await GetAsync($"ledger/balance?activity={project}"))["comparisons"]![0]!;
        Assert.Equal(("500", "200", "180"), (Text(compared, "uncommitted"), Text(compared, "undisbursed"), Text(compared, "unspent")));
    }

    [Fact]
    public async Task Row_60_a_conversion_names_the_rate_or_says_none_is_known()
    {
        var rate = await NewAsync("exchangeRates", """{"baseCurrency":"PEN","quoteCurrency":"KRW","rate":"326.5","date":{"edtf":"2018-05-28"},"publisher":{"asPrinted":"A bank"},"kind":"EXCHANGE_RATE_KIND_REFERENCE"}""");
        var known = await GetAsync("ledger/conversion?amount=10&currencyCode=PEN&toCurrencyCode=KRW&date=2018-05-29");
        Assert.Equal(("3265", rate), (Text(known, "amount"), Text(known, "exchangeRate")));
        Assert.Equal("CONVERSION_ANSWER_NO_RATE_KNOWN", Text(await GetAsync("ledger/conversion?amount=10&currencyCode=PEN&toCurrencyCode=EUR&date=2018-05-29"), "answer"));
    }

    [Fact]
    public async Task Row_61_closed_books_take_only_corrections()
    {
        var project = await ProjectAsync();
        var closed = await NewAsync("accountingPeriods", """{"period":{"edtf":"2001"}}""");
        var open = await NewAsync("accountingPeriods", """{"period":{"edtf":"2002"}}""");
        var wrong = await BookAsync(project, "MONEY_KIND_SPENT", "40", date: "2001-05-01");
        await SendAsync(HttpMethod.Post, $"{closed}:close", "{}");
        var late = await NewAsync("ledgerEntries", Entry(project, "MONEY_KIND_SPENT", "1", date: "2001-05-02"));
        Assert.Contains("PERIOD_CLOSED", await RefusedAsync(HttpMethod.Post, $"{late}:submit", "{}"), StringComparison.Ordinal);
        await BookAsync(project, "MONEY_KIND_SPENT", "-4", $",\"corrects\":\"{wrong}\",\"period\":\"{open}\"", "2001-05-01");
        Assert.Equal("36 KRW", (await GetAsync($"ledger/balance?activity={project}"))["comparisons"]![0]!["spent"]!["text"]!.GetValue<string>());
    }

    [Fact]
    public async Task Row_62_a_payment_needs_other_people()
    {
        var rule = await NewAsync("approvalRules", """{"kinds":["MONEY_KIND_DISBURSED"],"currencyCode":"JPY","fromAmount":"1000","approvals":1}""");
        try
        {
            var entry = await NewAsync("ledgerEntries", Entry(await ProjectAsync(), "MONEY_KIND_DISBURSED", "1000", currency: "JPY"));
            Assert.Equal("LEDGER_ENTRY_STATE_SUBMITTED", Text(await SendAsync(HttpMethod.Post, $"{entry}:submit", "{}"), "state"));
            Assert.Contains("OTHER_PERSON", await RefusedAsync(HttpMethod.Post, $"{entry}:approve", "{}"), StringComparison.Ordinal);
        }
        finally
        {
            // Payments of other rows are in other currencies, which cannot be compared and so would reach this rule.
            await SendAsync(HttpMethod.Delete, rule, null);
        }
    }

    [Fact]
    public async Task Row_63_funders_with_shares_that_are_known_or_not()
    {
        Assert.Contains("SHARES_SUM", await RefusedAsync(HttpMethod.Post, "projects", """{"kind":"PROJECT_KIND_TRAINING","names":[{"text":"Row 63"}],"funders":[{"organization":"organizations/idb","percentage":"60"},{"asPrinted":"Another","percentage":"50"}]}"""), StringComparison.Ordinal);
        var name = await NewAsync("projects", """{"kind":"PROJECT_KIND_TRAINING","names":[{"text":"Row 63"}],"funders":[{"organization":"organizations/idb","percentage":"60","paysFor":"travel","channel":"organizations/idb"},{"asPrinted":"Another"}]}""");
        Assert.Contains((await GetAsync(name))["record"]!["warnings"]!.AsArray(), w => Text(w!, "rule") == "FUNDER_SHARES_UNKNOWN");
        await BookAsync(name, "MONEY_KIND_INCOMING_COMMITTED", "60", ",\"payer\":{\"resource\":\"organizations/idb\"}");
    }

    [Fact]
    public async Task Row_88_targets_against_results()
    {
        var project = await ProjectAsync();
        await NewAsync($"{project}/indicators", """{"kind":"INDICATOR_KIND_OUTPUT","titles":[{"text":"Officials trained"}],"measure":"INDICATOR_MEASURE_UNIT","baseline":{"amount":"0"},"targets":[{"amount":"20","date":{"edtf":"2018-12-31"}}],"actuals":[{"amount":"15","qualifier":"QUALIFIER_ABOUT","date":{"edtf":"2018-06-22"}}]}""");
        await NewAsync($"{project}/milestones", """{"titles":[{"text":"Opening"}],"planned":[{"planned":{"edtf":"2018-05-01"},"stated":{"edtf":"2018-03-01"}},{"planned":{"edtf":"2018-06-18"},"stated":{"edtf":"2018-05-02"}}]}""");
        await NewAsync($"{project}/statusReports", """{"date":{"edtf":"2018-06-22"},"progress":60,"health":"PROJECT_HEALTH_AT_RISK","narrative":"Late"}""");
        var monitor = await GetAsync($"{project}:monitor");
        Assert.Equal("TARGET_ANSWER_POSSIBLY_MET", Text(monitor["indicators"]![0]!["achievements"]![0]!, "answer"));
        Assert.Equal("48 days", Text(monitor["milestones"]![0]!["slip"]!, "text"));
        Assert.Equal(60, monitor["latestReport"]!["progress"]!.GetValue<int>());
    }

    [Fact]
    public async Task Row_89_one_contract_is_credited_to_the_course_and_the_memorandum()
    {
        var lead = await NewAsync("leads", """{"titles":[{"text":"Row 89"}],"country":"countries/AR","attributions":[{"resource":"courses/advanced-egov-training/editions/2018","certainty":"CERTAINTY_STATED"},{"resource":"agreements/mois-idb","certainty":"CERTAINTY_INFERRED","ground":"the course is held under it"}]}""");
        await SendAsync(HttpMethod.Post, $"{lead}:startBidding", "{}");
        var bid = await NewAsync("bids", $$"""{"lead":"{{lead}}","bidder":{"asPrinted":"A company"} }""");
        await SendAsync(HttpMethod.Post, $"{bid}:submit", "{}");
        await SendAsync(HttpMethod.Post, $"{bid}:win", "{}");
        var contract = await NewAsync("contracts", $$"""{"kind":"CONTRACT_KIND_EXPORT","titles":[{"text":"Row 89"}],"supplier":{"asPrinted":"A company"},"customer":{"asPrinted":"A ministry"},"lead":"{{lead}}","bid":"{{bid}}","signed":{"edtf":"2019"},"value":[{"amount":"85","currencyCode":"USD","kind":"MONEY_KIND_COMMITTED"}]}""");
        await SendAsync(HttpMethod.Post, $"{contract}:sign", "{}");
        var credits = (await GetAsync($"credits?name={contract}"))["credits"]!.AsArray().Select(c => Text(c!, "resource")).ToHashSet(StringComparer.Ordinal);
        Assert.Superset(new HashSet<string>(StringComparer.Ordinal) { "courses/advanced-egov-training", "agreements/mois-idb", "programs/mois-idb-joint-cooperation" }, credits);
        foreach (var credited in new[] { "courses/advanced-egov-training", "agreements/mois-idb" })
        {
            Assert.Contains((await GetAsync($"credits/outcome?activity={credited}"))["contractNames"]!.AsArray(), c => c!.GetValue<string>() == contract);
        }
    }

    [Fact]
    public async Task Row_101_the_ledger_goes_out_as_a_file_and_comes_in_without_doubles()
    {
        var project = await ProjectAsync();
        var scheme = $"erp-{Guid.NewGuid():N}"[..12];
        var path = Path.Combine(platform.Data, $"{scheme}.csv");
        var header = "name,state,record.historical,date.edtf,money.kind,money.amount,money.currency_code,activity,text\n";
        await File.WriteAllTextAsync(path, $"{header}~{scheme}~1,BOOKED,true,2018-05-28,SPENT,1500,KRW,{project},Tickets\n~{scheme}~2,BOOKED,true,2018-05-29,SPENT,none,KRW,{project},Hotel\n", TestContext.Current.CancellationToken);
        var (code, output) = await platform.EgovAsync("import", path, "--group", "ledgerEntries", "--dry-run");
        Assert.True(code == 1 && output.Contains("money.amount: AMOUNT_SYNTAX", StringComparison.Ordinal), output);

        await File.WriteAllTextAsync(path, $"{header}~{scheme}~1,BOOKED,true,2018-05-28,SPENT,1500,KRW,{project},Tickets\n~{scheme}~2,BOOKED,true,2018-05-29,SPENT,,KRW,{project},Hotel\n", TestContext.Current.CancellationToken);
        (code, output) = await platform.EgovAsync("import", path, "--group", "ledgerEntries");
        Assert.True(code == 0 && output.Contains("2 records: 2 added", StringComparison.Ordinal), output);
        (code, output) = await platform.EgovAsync("import", path, "--group", "ledgerEntries");
        Assert.True(code == 0 && output.Contains("2 records: 0 added, 0 updated, 2 unchanged", StringComparison.Ordinal), output);

        var exported = Path.Combine(platform.Data, $"{scheme}-out.csv");
        (code, output) = await platform.EgovAsync("ledger", "export", "--out", exported, "--scheme", scheme, "--filter", $"activity=\"{project}\"");
        Assert.True(code == 0, output);
        Assert.Contains($"~{scheme}~1,BOOKED,true,2018-05-28", await File.ReadAllTextAsync(exported, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        (code, output) = await platform.EgovAsync("import", exported, "--group", "ledgerEntries");
        Assert.True(code == 0 && output.Contains("2 records: 0 added, 0 updated, 2 unchanged", StringComparison.Ordinal), output);
        (code, output) = await platform.EgovAsync("ledger", "balance", project);
        Assert.True(code == 0 && output.Contains("1500 KRW, 1 of 2 unknown", StringComparison.Ordinal), output);
    }

    private async Task<string> ProjectAsync(string program = "") => await NewAsync(
        "projects", $$"""{"kind":"PROJECT_KIND_CONSULTING","names":[{"text":"Money"}],"program":"{{program}}","budget":[{"amount":"1000","currencyCode":"KRW","kind":"MONEY_KIND_APPROVED"}]}""");

    private async Task<string> BookAsync(string activity, string kind, string amount, string more = "", string date = "2018-03-05")
    {
        var name = await NewAsync("ledgerEntries", Entry(activity, kind, amount, more, date));
        Assert.Equal("LEDGER_ENTRY_STATE_BOOKED", Text(await SendAsync(HttpMethod.Post, $"{name}:submit", "{}"), "state"));
        return name;
    }

    private static string Entry(string activity, string kind, string amount, string more = "", string date = "2018-03-05", string currency = "KRW") =>
        $$"""{"activity":"{{activity}}","date":{"edtf":"{{date}}"},"money":{"amount":"{{amount}}","currencyCode":"{{currency}}","kind":"{{kind}}"}{{more}}}""";

    private static string Text(JsonNode node, string field) => node[field]?.GetValue<string>() ?? "";

    private async Task<string> NewAsync(string collection, string body) => Text(await SendAsync(HttpMethod.Post, collection, body), "name");

    private Task<JsonObject> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

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
        using var request = new HttpRequestMessage(method, "/v1/" + path) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json") };
        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
