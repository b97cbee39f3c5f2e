using System.Text.Json.Nodes;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>A report leaves as exactly what it shows.</summary>
public sealed class SummaryExportTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    private static readonly SummarizeRequest ByCountry = new() { Measures = { "attendance", "engagements" }, Dimensions = { "country" } };

    [Fact]
    public async Task Lines_say_what_the_report_says()
    {
        var lines = (await ExportAsync(notices.Mart, ByCountry, TableFormat.Csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var report = await notices.Mart.Summaries.SummarizeAsync(ByCountry, MartUnderTest.Staff, CancellationToken.None);

        Assert.Equal(report.Rows.Count, lines.Length - 1);
        Assert.StartsWith("country,country.label,attendance.sum.value,attendance.sum.qualifier,attendance.sum.lower,attendance.sum.upper,attendance.sum.terms,attendance.sum.unknown_terms,attendance.sum.text,", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(",left_out", lines[0], StringComparison.Ordinal);
        // About has no bounds; of what nobody knows there is no number.
        Assert.StartsWith("countries/PE,Peru,240,ABOUT,0,,2,0,about 240,", Assert.Single(lines, l => l.StartsWith("countries/PE,", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Matches("^countries/PY,Paraguay,,[A-Z]+,0,,1,1,unknown ", Assert.Single(lines, l => l.StartsWith("countries/PY,", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Every_page_is_in_the_file_and_only_what_the_filter_takes()
    {
        var asked = ByCountry.Clone();
        asked.PageSize = 1;
        Assert.Equal(await ExportAsync(notices.Mart, ByCountry, TableFormat.Csv), await ExportAsync(notices.Mart, asked, TableFormat.Csv));

        asked.Filter = "country = PE";
        var report = await notices.Mart.Summaries.SummarizeAsync(new SummarizeRequest(asked) { PageSize = 0 }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(report.Rows.Count + 1, (await ExportAsync(notices.Mart, asked, TableFormat.Csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task A_reader_who_may_not_see_all_is_told_in_the_file()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("agreements/hidden", new Agreement { State = AgreementState.Signed, Record = new() { Visibility = new() { Level = VisibilityLevel.Internal } } });
        await mart.ApplyAsync(log.Changes);
        Assert.EndsWith(",1\r\n", await ExportAsync(mart, new() { Measures = { "agreements" } }, TableFormat.Csv, Caller.Anonymous), StringComparison.Ordinal);
        Assert.Contains("left out", Json(await ExportAsync(mart, new() { Measures = { "agreements" } }, TableFormat.JsonStat, Caller.Anonymous))["note"]!.AsArray().Select(n => (string)n!).Last(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dataset_keeps_the_rules_between_its_fields()
    {
        var data = Json(await ExportAsync(notices.Mart, ByCountry, TableFormat.JsonStat));
        var ids = data["id"]!.AsArray().Select(i => (string)i!).ToList();
        var sizes = data["size"]!.AsArray().Select(s => (int)s!).ToList();

        Assert.Equal(["country", "measure"], ids);
        Assert.Equal(sizes, ids.Select(i => data["dimension"]![i]!["category"]!["index"]!.AsArray().Count));
        Assert.All(ids, i => Assert.Equal(
            data["dimension"]![i]!["category"]!["index"]!.AsArray().Select(c => (string)c!),
            data["dimension"]![i]!["category"]!["label"]!.AsObject().Select(l => l.Key)));
        Assert.All(data["value"]!.AsObject(), v => Assert.InRange(int.Parse(v.Key, System.Globalization.CultureInfo.InvariantCulture), 0, sizes.Aggregate((a, b) => a * b) - 1));
        Assert.All(data["status"]!.AsObject(), v => Assert.InRange(int.Parse(v.Key, System.Globalization.CultureInfo.InvariantCulture), 0, sizes.Aggregate((a, b) => a * b) - 1));
    }

    [Fact]
    public async Task A_dataset_gives_numbers_their_doubt_and_the_unknown_none()
    {
        var data = Json(await ExportAsync(notices.Mart, ByCountry, TableFormat.JsonStat));
        Assert.Equal((240m, "about 240"), Cell(data, "countries/PE", "attendance.sum.value"));
        Assert.Equal((null, "unknown (1 of 1)"), Cell(data, "countries/PY", "attendance.sum.value"));
        Assert.Null(Cell(data, "countries/PE", "engagements.sum.value").Status);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData(" @cmd", "' @cmd")]
    [InlineData(-5L, "-5")]
    [InlineData(null, "")]
    [InlineData("a,\"b\"", "\"a,\"\"b\"\"\"")]
    public void Numbers_stay_and_formulas_do_not(object? cell, string expected)
    {
        var line = new System.Text.StringBuilder();
        Cli.Csv.Line(line, [cell]);
        Assert.Equal(expected + "\r\n", line.ToString());
    }

    [Fact]
    public async Task A_file_needs_a_format_and_a_report()
    {
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(notices.Mart, ByCountry, TableFormat.Unspecified))).StatusCode);
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => ExportAsync(notices.Mart, new(), TableFormat.Csv))).StatusCode);
    }

    private static async Task<string> ExportAsync(MartUnderTest mart, SummarizeRequest report, TableFormat format, Caller? caller = null)
    {
        var text = new System.Text.StringBuilder();
        await foreach (var part in new SummaryExports(mart.Summaries).MakeAsync(new() { Summary = report, Format = format }, caller ?? MartUnderTest.Staff, CancellationToken.None))
        {
            text.Append(part.Data.ToStringUtf8());
        }

        return text.ToString();
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();

    private static (decimal? Value, string? Status) Cell(JsonObject data, string country, string number)
    {
        var at = (Place(data, "country", country) * (int)data["size"]![1]!) + Place(data, "measure", number);
        var key = at.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return ((decimal?)data["value"]![key], (string?)data["status"]![key]);
    }

    private static int Place(JsonObject data, string dimension, string category) =>
        data["dimension"]![dimension]!["category"]!["index"]!.AsArray().Select(c => (string)c!).ToList().IndexOf(category);
}
