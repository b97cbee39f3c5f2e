using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using Grpc.Core;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Measures and dimensions beyond the first answers, over all five notices.</summary>
public sealed class SummaryTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    [Fact]
    public async Task Every_measure_by_every_dimension_answers()
    {
        var catalog = EGovPlatform.ReportingService.Summaries.Summarizer.Catalog();
        foreach (var measure in catalog.Measures)
        {
            foreach (var dimension in measure.Dimensions)
            {
                var rows = await notices.Mart.SumAsync(measure.Name, dimension);
                Assert.All(rows, r => Assert.NotEmpty(r.Values[0].Sum.Text));
                await notices.Mart.SumAsync(measure.Name, filter: $"{dimension}:*");
            }
        }
    }

    [Fact]
    public async Task A_ratio_says_how_many_of_how_many() => Assert.Equal("0 of 6", (await notices.Mart.OneAsync("linkage_rate")).Ratio.Text);

    [Fact]
    public async Task Money_is_kept_apart_by_kind_and_currency_and_unknown_stays_unknown()
    {
        var value = await notices.Mart.OneAsync("money", "type = Round");
        Assert.Equal("1000000000 KRW", Assert.Single(value.MoneySums).Text);
        var response = await notices.Mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "money" } }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Contains(response.Warnings, w => w.Rule == "SUMS_MAY_NEST");
    }

    [Fact]
    public async Task Announced_is_not_attended()
    {
        Assert.Equal("about 440, 2 of 5 unknown", (await notices.Mart.OneAsync("people_attended", "type = Engagement AND (kind = FORUM OR kind = SEMINAR)")).Sum.Text);
        Assert.Equal(0, (await notices.Mart.OneAsync("people_absent")).Sum.Terms);
    }

    [Fact]
    public async Task Bodies_are_one_through_time_or_apart_as_named_then()
    {
        var log = new ChangeLog();
        log.Add("organizations/old", new Organization());
        log.Add("organizations/new", new Organization { Changes = { new OrganizationChange { Kind = OrganizationChangeKind.Renamed, Predecessors = { "organizations/old" } } } });
        log.Add("organizations/unit", new Organization { ParentOrganization = "organizations/new" });
        foreach (var (id, body) in new[] { ("a", "old"), ("b", "new"), ("c", "unit"), ("d", "unit") })
        {
            log.Add($"projects/{id}", new Project { Parties = { new Party { Resource = $"organizations/{body}" } } });
        }

        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        async Task<List<string>> Keys(Naming naming) =>
        [
            .. (await mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "projects" }, Dimensions = { "lineage" }, Naming = naming }, MartUnderTest.Staff, CancellationToken.None))
                .Rows.Select(r => $"{r.Dimensions[0].Key}: {r.Values[0].Sum.Text}"),
        ];
        Assert.Equal(["organizations/new: 4"], await Keys(Naming.Now));
        Assert.Equal(["organizations/new: 1", "organizations/old: 1", "organizations/unit: 2"], await Keys(Naming.Then));
    }

    [Fact]
    public async Task The_top_says_how_many_there_were()
    {
        var response = await notices.Mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "engagements" }, Dimensions = { "country" }, Top = 1 }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Single(response.Rows);
        var all = await notices.Mart.SumAsync("engagements", "country");
        Assert.Equal(all.Max(r => r.Values[0].Sum.Value), response.Rows[0].Values[0].Sum.Value);
        Assert.Equal(all.Count, response.TotalRows);
    }

    [Fact]
    public async Task A_comparison_stands_beside_each_value_and_is_subtracted_only_when_exact()
    {
        var response = await notices.Mart.Summaries.SummarizeAsync(new SummarizeRequest
        {
            Measures = { "courses", "participants" },
            Filter = "year = 2018",
            Comparison = new Comparison { Filter = "year = 2016" },
        }, MartUnderTest.Staff, CancellationToken.None);
        var (courses, participants) = (response.Rows[0].Values[0], response.Rows[0].Values[1]);
        Assert.Equal((1, 1, true, 0), (courses.Sum.Value, courses.Compared.Value, courses.HasChange, courses.Change));
        Assert.Equal(("about 15", false), (participants.Sum.Text, participants.HasChange));
        var apart = await notices.Mart.Summaries.SummarizeAsync(new SummarizeRequest { Measures = { "courses" }, Dimensions = { "year" }, Filter = "year = 2018", Comparison = new Comparison { Filter = "year = 2016" } }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(["2016: 0, 1, -1", "2018: 1, 0, 1"], apart.Rows.Select(r => $"{r.Dimensions[0].Key}: {r.Values[0].Sum.Value}, {r.Values[0].Compared.Value}, {r.Values[0].Change}"));
    }

    [Fact]
    public async Task Rival_values_are_shown()
    {
        var value = await notices.Mart.OneAsync("delegations");
        Assert.Equal(1, value.RivalRecords);
        Assert.Contains(value.Rivals, r => r is { Record: "delegations/latin-america-caravan-2018", FieldPath: "period" });
    }

    [Fact]
    public async Task Every_number_leads_to_its_records_page_by_page()
    {
        var request = new ListReportRecordsRequest { Measure = "attendance", Dimensions = { new DimensionKey { Dimension = "country", Key = "countries/PE" } }, PageSize = 1 };
        var found = new List<string>();
        do
        {
            var page = await notices.Mart.Records.ListAsync(request, MartUnderTest.Staff, CancellationToken.None);
            found.AddRange(page.Records.Select(r => $"{r.Name} {r.Sum.Text}"));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(2, found.Count);
        Assert.All(found, f => Assert.EndsWith(" about 120", f, StringComparison.Ordinal));

        request.Filter = "year = 2018";
        request.PageToken = (await notices.Mart.Records.ListAsync(new ListReportRecordsRequest(request) { Filter = "", PageToken = "" }, MartUnderTest.Staff, CancellationToken.None)).NextPageToken;
        await Assert.ThrowsAsync<RpcException>(() => notices.Mart.Records.ListAsync(request, MartUnderTest.Staff, CancellationToken.None));
    }

    [Fact]
    public async Task Records_behind_all_values_of_a_measure_are_as_many_as_it_says()
    {
        foreach (var measure in EGovPlatform.ReportingService.Summaries.Summarizer.Catalog().Measures)
        {
            var value = await notices.Mart.OneAsync(measure.Name);
            var records = (await notices.Mart.Records.ListAsync(new ListReportRecordsRequest { Measure = measure.Name, PageSize = 1000 }, MartUnderTest.Staff, CancellationToken.None)).Records;
            Assert.Equal((measure.Name, value.Records, value.Certainly), (measure.Name, records.Count, records.Count(r => r.Certain)));
        }
    }

    [Fact]
    public async Task A_dimension_of_one_measure_is_refused_with_another()
    {
        Assert.NotEmpty(await notices.Mart.SumAsync("money", "currency"));
        var error = await Assert.ThrowsAsync<RpcException>(() => notices.Mart.SumAsync("delegations", "currency"));
        Assert.Equal("dimensions", Assert.Single(error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task Regions_of_one_scheme_memberships_plans_stages_and_promises()
    {
        var log = new ChangeLog();
        log.Add("countries/XA", new Country { Iso2 = "XA", Names = { new Name { Text = "Xa", LanguageCode = "en" } }, Regions =
        {
            new CountryRegion { Scheme = "M49", Code = "001", DisplayName = "World", Level = 1 }, new CountryRegion { Scheme = "M49", Code = "019", DisplayName = "Americas", Level = 2 }, new CountryRegion { Scheme = "POLICY", DisplayName = "Latin America" },
            new CountryRegion { Scheme = "POLICY", DisplayName = "Long ago", Period = new DateValue { Edtf = "1990/1991" } },
        } });
        log.Add("organizations/group", new Organization { Members = { new OrganizationMember { Party = "countries/XA" }, new OrganizationMember { Party = "countries/XB", Period = new DateValue { Edtf = "2010/2012" } } } });
        Engagement Held(string country) => new()
        {
            State = EngagementState.Held,
            Country = country,
            Planned = { Plan("2018-05-01", "2018-01"), Plan("2018-05-11", "2018-03") },
            Record = new Record { Historical = true, Transitions = { Move("CONFIRMED", "2018-05-01"), Move("HELD", "2018-05-11") } },
        };
        log.Add("engagements/a", Held("countries/XA"));
        log.Add("engagements/b", Held("countries/XB"));
        log.Add("agreements/a", new Agreement { State = AgreementState.Signed, Term = new DateValue { Edtf = "2018/.." }, Promises = { Promise(5, 5), Promise(5, 3), Promise(5, null) } });
        log.Add("agreements/b", new Agreement { State = AgreementState.Signed, Term = new DateValue { Edtf = "2010/2012" } });
        log.Add("followUps/a", new FollowUp { State = FollowUpState.Raised, Raised = new DateValue { Edtf = "2018-01-01" }, Due = new DateValue { Edtf = "2018-06-30" } });
        log.Add("followUps/b", new FollowUp { State = FollowUpState.Raised, Raised = new DateValue { Edtf = "2018-01-01" }, Due = new DateValue { Edtf = "2018" } });
        log.Add("followUps/c", new FollowUp { State = FollowUpState.Raised });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);

        async Task<IEnumerable<string>> By(string measure, string dimension) => (await mart.SumAsync(measure, dimension)).Select(r => $"{r.Dimensions[0].Label}: {r.Values[0].Sum.Text}");
        Assert.Equal(["unknown: 1", "World: 1", "Americas: 1", "Latin America: 1"], await By("engagements", "region"));
        Assert.Equal(["unknown: 1", "Americas: 1"], await By("engagements", "region:M49:2"));
        Assert.Equal(["unknown: 1", "organizations/group: 1"], (await mart.SumAsync("engagements", "membership")).Select(r => $"{r.Dimensions[0].Label}: {r.Values[0].Sum.Text}"));
        Assert.Equal("10 days over 2", (await mart.OneAsync("slip")).Mean.Text);
        Assert.Equal("CONFIRMED: 10 days over 2", Assert.Single(await mart.SumAsync("stage_days", "stage")) is var stage ? $"{stage.Dimensions[0].Key}: {stage.Values[0].Mean.Text}" : "");
        Assert.Equal("1 of 3, 1 unknown", (await mart.OneAsync("promises_kept")).Ratio.Text);
        Assert.Equal("1", (await mart.OneAsync("agreements_in_force")).Sum.Text);
        Assert.Equal("2", (await mart.OneAsync("agreements")).Sum.Text);
        var overdue = await mart.OneAsync("follow_ups_overdue", times: new ReportTimes { ValidOn = "2018-07-15" });
        Assert.Equal((1, 1), (overdue.Certainly, overdue.Possibly));
    }

    private static PlannedDate Plan(string planned, string stated) => new() { Planned = new DateValue { Edtf = planned }, Stated = new DateValue { Edtf = stated } };

    private static Transition Move(string state, string day) => new() { State = $"ENGAGEMENT_STATE_{state}", Effective = new DateValue { Edtf = day }, Known = new DateValue { Edtf = day } };

    private static PromisedQuantity Promise(long promised, long? done)
    {
        var promise = new PromisedQuantity { Count = new Count { Value = promised } };
        if (done is { } value)
        {
            promise.Progress = new Count { Value = value };
        }

        return promise;
    }
}
