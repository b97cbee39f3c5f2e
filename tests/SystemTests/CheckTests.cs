using System.Text.Json;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;

namespace EGovPlatform.SystemTests;

/// <summary>What to look at before trusting a number, asked of the running platform.</summary>
public sealed class CheckTests(Platform platform)
{
    [Fact]
    public Task Cross_check_answers_every_question() => Eventually.PassesAsync("the cross-check to have all records", async () =>
    {
        var (code, output) = await platform.EgovAsync("report", "cross-check");
        Assert.True(code == 0, output);
        foreach (var (key, answer) in new[]
        {
            ("countries_named", "29, and 14 more stated without a name"), ("countries_in_several_publications", "5"), ("events_dated", "5"), ("delegations", "2"), ("legs", "4"), ("agreements", "3"), ("centers", "1"),
            ("attendance", "about 440, 2 of 5 unknown"), ("projects", "7"), ("project_leads", "7"), ("project_countries", "7"),
            ("round_budgets", "1000000000 KRW, allocated unknown"), ("people_with_several_posts", "1"), ("people_named", "12"),
            ("follow_ups_open", "6"), ("follow_ups_linked", "0 of 6"), ("publications_by_lineage", "5 under 1 body"),
        })
        {
            Assert.Matches($@"(?m)^{key} +{Regex.Escape(answer)}( |$)", output);
        }
    });

    [Theory]
    [InlineData("delegations/cambodia-vietnam-2018", "SHORT +delegations/cambodia-vietnam-2018 agencies: 7 stated, 4 identified, 3 missing")]
    [InlineData("delegations/latin-america-caravan-2018", "POSSIBLY_SHORT +delegations/latin-america-caravan-2018 held_meetings: 9 stated, at least 7 identified, at most 2 missing")]
    public Task Reconciliation_shows_what_is_missing(string record, string expected) => Eventually.PassesAsync($"the reconciliation of {record}", async () =>
    {
        var (code, output) = await platform.EgovAsync("report", "reconciliation", "--filter", $"record = {record}");
        Assert.True(code == 0, output);
        Assert.Matches(expected, output);
    });

    [Theory]
    [InlineData("NAMED_DIFFERENTLY", "organizations/public-procurement-service")]
    [InlineData("NAME_NOT_YET_IN_USE", "agreements/argentina-mois-2016")]
    [InlineData("FEW_PEOPLE_FOR_PARTIES", "courses/advanced-egov-training/editions/2018")]
    [InlineData("PARAGRAPH_REPEATED", "publications/mois-2018-06-04")]
    [InlineData("TARGET_NOT_IN_ROUND", "projects/jamaica-resident-registration")]
    public Task Warnings_come_from_owners_and_from_across(string rule, string record) => Eventually.PassesAsync($"the warning {rule}", async () =>
    {
        var (code, output) = await platform.EgovAsync("report", "warnings", "--filter", $"rule = {rule}");
        Assert.True(code == 0, output);
        Assert.Contains($" {record} ", output, StringComparison.Ordinal);
    });

    [Fact]
    public async Task Checks_are_there_as_json_with_their_times()
    {
        using var client = platform.Client(Role.Viewer);
        using var before = JsonDocument.Parse(await client.GetStringAsync("/v1/reports/crossCheck?times.knownOn=2016-01-01"));
        Assert.Equal("0", before.RootElement.GetProperty("rows").EnumerateArray().First(r => r.GetProperty("key").GetString() == "courses").GetProperty("answer").GetString());
        using var warnings = JsonDocument.Parse(await client.GetStringAsync("/v1/reports/warnings?pageSize=1&filter=across%20%3D%20true"));
        Assert.True(warnings.RootElement.GetProperty("warnings")[0].GetProperty("across").GetBoolean());
    }

    [Fact]
    public async Task Facts_sheet_goes_to_a_file_no_spreadsheet_computes()
    {
        var file = Path.Combine(platform.Data, "facts.csv");
        var (code, output) = await platform.EgovAsync("facts", "publications/mois-2018-06-04", "--format", "csv", "--out", file);
        Assert.True(code == 0, output);
        var lines = await File.ReadAllLinesAsync(file);
        Assert.StartsWith("paragraph,certainty,record", lines[0].TrimStart('\uFEFF'), StringComparison.Ordinal);
        Assert.Contains(lines, l => l.StartsWith("3,STATED,engagements/korea-peru-seminar-2018,", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => Regex.IsMatch(l, "(^|,)\"?[=+@-]"));
    }
}
