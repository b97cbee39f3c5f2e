using System.Text.Json.Nodes;
using System.Xml.Linq;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.SystemTests;

/// <summary>Exchange with other systems as a client meets it at the gateway: one test for each row of feature table G that is about files and contracts.</summary>
public sealed class ExchangeRowsTests(Platform platform) : IAsyncLifetime
{
    private const string Publisher = "XM-DAC-99999";
    private const string Public = "\"visibility\":{\"level\":\"VISIBILITY_LEVEL_PUBLIC\"}";

    private readonly GatewayClient office = new(platform, "exchange-office", Role.Editor, Role.Approver);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => office.DisposeAsync();

    [Fact]
    public async Task Row_92_a_valid_activity_file_with_the_ledger_and_the_organisation_file()
    {
        var program = await PaidProjectAsync("""[{"scheme":"iati","value":"XM-DAC-99999-OLD","period":{"edtf":"2010/2015"}},{"scheme":"crs","value":"2018000001"}]""");
        var file = Path.Combine(platform.Data, "row-92.xml");
        await Eventually.PassesAsync("the project with its entries to be exported", async () =>
        {
            var (code, output) = await platform.EgovAsync("export", "iati", "--out", file, "--reporting-organization", Publisher, "--filter", $"program=\"{program}\"");
            Assert.True(code == 0 && output.Contains("1 activities, 0 records left out, 0 warnings", StringComparison.Ordinal), output);
            var activity = Assert.Single(XDocument.Load(file).Root!.Elements());
            Assert.Equal([("2", "500"), ("3", "300")], activity.Elements("transaction").Select(t => ((string)t.Element("transaction-type")!.Attribute("code")!, t.Element("value")!.Value)).Order());
            Assert.Equal(["A1", "A2", "A3"], activity.Elements("other-identifier").Select(i => (string)i.Attribute("type")!));
        });

        var (ended, told) = await platform.EgovAsync("export", "iati-organisation", "--out", file, "--reporting-organization", Publisher, "--filter", $"program=\"{program}\"");
        Assert.True(ended == 0 && told.Contains("0 warnings", StringComparison.Ordinal), told);
        var organisation = Assert.Single(XDocument.Load(file).Root!.Elements("iati-organisation"));
        Assert.Equal((Publisher, "300"), (organisation.Element("organisation-identifier")!.Value, organisation.Element("total-expenditure")!.Element("value")!.Value));
        var check = await office.GetAsync($"reports/iati/organizationCheck?reportingOrganization={Publisher}&filter={Uri.EscapeDataString($"program=\"{program}\"")}");
        Assert.Equal((1, null, null), ((int)check["activities"]!, check["critical"], check["errors"]));
        Assert.Contains("reporting_organization", await office.RefusedAsync(HttpMethod.Get, "reports/iati/check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Row_93_the_return_of_a_year_names_what_is_missing_and_leaves_out_what_is_no_aid()
    {
        var program = await PaidProjectAsync("""[{"scheme":"crs-flow-type","value":"10"},{"scheme":"crs","value":"2018000002"}]""");
        var plain = await office.AddAsync("projects", $$"""{"kind":"PROJECT_KIND_CONSULTING","names":[{"text":"Row 93, not marked"}],"program":"{{program}}"}""");
        await BookAsync(plain, "MONEY_KIND_SPENT", "7");
        var filter = Uri.EscapeDataString($"program=\"{program}\"");
        var file = Path.Combine(platform.Data, "row-93.csv");
        await Eventually.PassesAsync("the return to have the project", async () =>
        {
            var check = await office.GetAsync($"reports/crs/check?year=2018&filter={filter}");
            Assert.Equal(1, (int?)check["rows"]);
            Assert.Equal(plain, (string)Assert.Single(Assert.IsType<JsonArray>(check["leftOut"]))!["record"]!);
            Assert.Contains(check["missing"]!.AsArray(), m => (string)m!["field"]! == "DonorCode" && ((string)m["reason"]!).Length > 0);
        });

        var (code, output) = await platform.EgovAsync("export", "crs", "--year", "2018", "--out", file, "--filter", $"program=\"{program}\"");
        Assert.True(code == 0 && output.Contains("1 rows, 1 records left out", StringComparison.Ordinal), output);
        var lines = (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var row = lines[0].Split(',').Zip(lines[1].Split(',')).ToDictionary(c => c.First, c => c.Second, StringComparer.Ordinal);
        Assert.Equal(("2018000002", "PE", "10", "500", "300", ""), (row["CrsID"], row["RecipientIso"], row["FlowCode"], row["Commitment_National"], row["Disbursement_National"], row["DonorCode"]));
        Assert.Contains("DonorCode", row["Missing"].Split(' '));
        Assert.Contains("year", await office.RefusedAsync(HttpMethod.Get, "reports/crs/check"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Row_95_generated_clients_over_both_wires_get_typed_answers_and_typed_errors(bool web)
    {
        using var channel = platform.Channel(web);
        var countries = new CountryService.CountryServiceClient(channel);
        var headers = new Metadata { { "authorization", "Bearer " + platform.Token(Role.Viewer) } };
        var country = await countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }, headers, DateTime.UtcNow.AddMinutes(1), TestContext.Current.CancellationToken);
        Assert.Equal("PER", country.Iso3);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await countries.GetCountryAsync(new GetRequest { Name = "countries/QQ" }, headers, DateTime.UtcNow.AddMinutes(1), TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.NotFound, error.StatusCode);
        Assert.Contains("NOT_FOUND", error.GetRpcStatus()!.GetDetail<Google.Rpc.ErrorInfo>()!.ToString(), StringComparison.Ordinal);
        // JSON is the same contract.
        Assert.Equal(country.Iso3, (string)(await office.GetAsync("countries/PE"))["iso3"]!);
    }

    [Fact]
    public async Task Row_97_an_import_is_tried_first_tells_each_bad_row_and_adds_or_updates_as_asked()
    {
        var id = $"row-97-{Guid.NewGuid():N}";
        var file = Path.Combine(platform.Data, $"{id}.csv");
        var token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(file, $"name,names[0].text,parent_program\n{id},As planned,\n{id}-bad,Bad,programs/not there\n", token);
        var (code, output) = await platform.EgovAsync("import", file, "--group", "programs", "--dry-run");
        Assert.True(code == 1 && output.Contains("2 records: 1 added, 0 updated, 0 unchanged, 1 errors (dry run, nothing stored)", StringComparison.Ordinal), output);
        Assert.Matches("ERROR .*#[0-9]+ .*parent_program", output);
        await office.RefusedAsync(HttpMethod.Get, $"programs/{id}");

        (code, output) = await platform.EgovAsync("import", file, "--group", "programs");
        Assert.True(code == 1, output);
        await office.RefusedAsync(HttpMethod.Get, $"programs/{id}");
        (_, output) = await platform.EgovAsync("import", file, "--group", "programs", "--skip-bad-rows");
        Assert.Equal("As planned", (string)(await office.GetAsync($"programs/{id}"))["names"]![0]!["text"]!);

        await File.WriteAllTextAsync(file, $"name,names[0].text\n{id},As held\n", token);
        (code, output) = await platform.EgovAsync("import", file, "--group", "programs");
        Assert.True(code == 1 && output.Contains("say why", StringComparison.Ordinal), output);
        (code, output) = await platform.EgovAsync("import", file, "--group", "programs", "--reason", "title corrected");
        Assert.True(code == 0 && output.Contains("1 records: 0 added, 1 updated, 0 unchanged, 0 errors", StringComparison.Ordinal), output);
        (code, output) = await platform.EgovAsync("import", file, "--group", "programs");
        Assert.True(code == 0 && output.Contains("0 added, 0 updated, 1 unchanged", StringComparison.Ordinal), output);
        Assert.Equal("As held", (string)(await office.GetAsync($"programs/{id}"))["names"]![0]!["text"]!);
        await office.DeleteAsync($"programs/{id}");
    }

    [Fact]
    public async Task Row_100_identifiers_of_several_systems_stand_side_by_side_and_name_the_record()
    {
        var number = Guid.NewGuid().ToString("N")[..12];
        var name = await office.AddAsync("organizations", $$"""
            {"names":[{"text":"Row 100"}],"kind":"ORGANIZATION_KIND_GOVERNMENT","record":{"externalIdentifiers":[
              {"scheme":"org-id","value":"KR-GOV-{{number}}"},{"scheme":"erp","value":"{{number}}"},{"scheme":"org-id","value":"KR-GOV-OLD-{{number}}","period":{"edtf":"2008/2014"} }]} }
            """);
        Assert.Equal(3, (await office.GetAsync(name))["record"]!["externalIdentifiers"]!.AsArray().Count);
        foreach (var other in new[] { $"~org-id~KR-GOV-{number}", $"~erp~{number}", $"~org-id~KR-GOV-OLD-{number}" })
        {
            Assert.Equal(name, (string)(await office.GetAsync($"organizations/{other}"))["name"]!);
        }

        Assert.Contains("ALREADY_EXISTS", await office.RefusedAsync(HttpMethod.Post, "organizations", $$"""{"names":[{"text":"Another"}],"kind":"ORGANIZATION_KIND_GOVERNMENT","record":{"externalIdentifiers":[{"scheme":"erp","value":"{{number}}"}]} }"""), StringComparison.Ordinal);
    }

    // A public project of a program of its own, so that a filter finds nothing else, with public entries of the past.
    private async Task<string> PaidProjectAsync(string identifiers)
    {
        var program = await office.AddAsync("programs", """{"names":[{"text":"Exchange"}]}""");
        var project = await office.AddAsync("projects", $$"""
            {"kind":"PROJECT_KIND_CONSULTING","state":"PROJECT_STATE_CLOSED","names":[{"text":"Exchange"}],"program":"{{program}}","period":{"edtf":"2018-01-01/2018-12-31"},"targets":[{"resource":"countries/PE"}],
             "record":{"historical":true,{{Public}},"externalIdentifiers":{{identifiers}} } }
            """);
        await BookAsync(project, "MONEY_KIND_COMMITTED", "500");
        await BookAsync(project, "MONEY_KIND_DISBURSED", "300");
        return program;
    }

    private Task<string> BookAsync(string project, string kind, string amount) => office.AddAsync("ledgerEntries", $$"""
        {"state":"LEDGER_ENTRY_STATE_BOOKED","activity":"{{project}}","date":{"edtf":"2018-03-05"},"money":{"amount":"{{amount}}","currencyCode":"USD","kind":"{{kind}}"},"record":{"historical":true,{{Public}} } }
        """);
}
