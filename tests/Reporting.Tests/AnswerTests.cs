using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Two notices in, the answers a correct system must give out.</summary>
public sealed class AnswerTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    [Theory]
    [InlineData("delegations", "1")]
    [InlineData("legs", "2")]
    [InlineData("meetings_stated", "9")]
    [InlineData("meetings_identified", "at least 7")]
    [InlineData("engagements", "5")]
    [InlineData("attendance", "about 240, 1 of 3 unknown")]
    [InlineData("attendance_all", "about 240, 3 of 5 unknown")]
    [InlineData("courses", "1")]
    [InlineData("participants", "about 15")]
    [InlineData("agreements", "3")]
    [InlineData("centers", "1")]
    [InlineData("follow_ups_open", "3")]
    [InlineData("countries", "14")]
    [InlineData("persons", "7")]
    [InlineData("projects", "2")]
    [InlineData("partner_requests", "3")]
    public async Task Sums_with_its_doubt(string measure, string expected) =>
        Assert.Equal(expected, (await notices.Mart.OneAsync(measure)).Sum.Text);

    [Fact]
    public async Task Counts_what_straddles_apart() => Assert.Equal(
        ["2016: 1", "2017: 1", "undated: 1"],
        (await notices.Mart.SumAsync("agreements", "year")).Select(Line));

    [Fact]
    public async Task Says_within_what_a_date_lies() => Assert.Equal(
        ["2017-09: 1", "undated: 1", "undated within 2016: 1"],
        (await notices.Mart.SumAsync("agreements", "month")).Select(Line));

    [Fact]
    public async Task Marks_groups_without_a_date()
    {
        var rows = await notices.Mart.SumAsync("engagements", "month");
        Assert.Equal(["2018-05: 2", "2018-06: 1", "undated: 2"], rows.Select(Line));
        Assert.Equal([false, false, true], rows.Select(r => r.Dimensions[0].Undated));
    }

    [Fact]
    public async Task Keeps_unknown_attendance_unknown_by_country()
    {
        var rows = await notices.Mart.SumAsync("attendance", "country");
        Assert.Equal(["countries/PE: about 240", "countries/PY: unknown (1 of 1)"], rows.Select(Line));
        Assert.Equal(["Peru", "Paraguay"], rows.Select(r => r.Dimensions[0].Label));
    }

    [Fact]
    public async Task Never_shares_a_total_out_over_countries()
    {
        var rows = await notices.Mart.SumAsync("participants", "country");
        Assert.Equal(14, rows.Count);
        Assert.All(rows, r => Assert.Equal("unknown (1 of 1)", r.Values[0].Sum.Text));
    }

    [Fact]
    public async Task Finds_a_country_by_the_place_a_record_names() =>
        Assert.Contains("followUps/san-isidro-support", (await notices.Mart.OneAsync("follow_ups_open", "country:PE")).RecordNames);

    [Fact]
    public async Task Drills_down_to_the_records() => Assert.Equal(
        ["engagements/korea-paraguay-forum-2018", "engagements/korea-peru-seminar-2018", "engagements/lima-smart-city-forum-2018"],
        (await notices.Mart.OneAsync("attendance")).RecordNames);

    [Fact]
    public async Task Counts_records_of_a_single_source_apart()
    {
        var engagements = await notices.Mart.OneAsync("engagements");
        Assert.Equal((5, 5), (engagements.Records, engagements.SingleSource));
        Assert.Equal(0, (await notices.Mart.OneAsync("engagements", "certainty = CONFIRMED")).Records);
    }

    [Fact]
    public async Task Groups_by_publication_and_warns_that_rows_overlap()
    {
        var request = new SummarizeRequest { Measures = { "delegations" }, Dimensions = { "publication" } };
        var response = await notices.Mart.Summaries.SummarizeAsync(request, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(["publications/mois-2018-06-04: 1", "publications/mois-2018-06-26: 1"], response.Rows.Select(Line));
        Assert.Equal("ROWS_OVERLAP", Assert.Single(response.Warnings).Rule);
        Assert.Equal(["activities", "countries", "reporting", "training"], response.Positions.Select(p => p.Service));
    }

    [Fact]
    public async Task Orders_and_pages()
    {
        var request = new SummarizeRequest { Measures = { "engagements" }, Dimensions = { "kind" }, OrderBy = "engagements desc", PageSize = 1 };
        var first = await notices.Mart.Summaries.SummarizeAsync(request, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(["FORUM: 2"], first.Rows.Select(Line));
        request.PageToken = first.NextPageToken;
        request.PageSize = 10;
        var rest = await notices.Mart.Summaries.SummarizeAsync(request, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(["CITY_MEETING: 1", "HIGH_LEVEL_MEETING: 1", "SEMINAR: 1"], rest.Rows.Select(Line));
        Assert.Empty(rest.NextPageToken);
    }

    [Fact]
    public async Task Says_where_what_is_declared_is_listed()
    {
        var request = new SummarizeRequest { Measures = { "happiness", "agreements" }, Dimensions = { "weather" } };
        var error = await Assert.ThrowsAsync<RpcException>(() => notices.Mart.Summaries.SummarizeAsync(request, MartUnderTest.Staff, CancellationToken.None));
        var fields = error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations;
        Assert.Equal(["measures", "dimensions"], fields.Select(f => f.Field));
        Assert.All(fields, f => Assert.Contains("GetReportCatalog", f.Description, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_filters_over_what_is_not_declared()
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => notices.Mart.SumAsync("agreements", "", "colour = red"));
        Assert.Equal("filter", Assert.Single(error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task A_partner_sees_what_is_public_and_how_much_is_left_out()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var changes = Notices.Changes();
        var log = ChangeLog.After(changes);
        log.Add("agreements/internal", new Countries.V1.Agreement { State = Countries.V1.AgreementState.Signed });
        await mart.ApplyAsync([.. changes, .. log.Changes]);
        var partner = new Access.Caller("partner", new HashSet<Role> { Role.Partner }, ["countries/PE"], [], "");

        var response = await mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "agreements" } }, partner, CancellationToken.None);

        Assert.Equal(("3", 1), (response.Rows[0].Values[0].Sum.Text, response.LeftOut));
    }

    private static string Line(ReportRow row) => $"{row.Dimensions[0].Key}: {row.Values[0].Sum.Text}";
}
