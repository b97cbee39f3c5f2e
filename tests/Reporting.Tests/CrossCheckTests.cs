using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>General questions over five notices: what a correct system must answer.</summary>
public sealed class CrossCheckTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    [Theory]
    [InlineData("countries_named", "29, and 14 more stated without a name")]
    [InlineData("countries_in_several_publications", "5")]
    [InlineData("delegations", "2")]
    [InlineData("legs", "4")]
    [InlineData("agreements", "3")]
    [InlineData("centers", "1")]
    [InlineData("courses", "2")]
    [InlineData("training_projects", "2")]
    [InlineData("events_dated", "5")]
    [InlineData("attendance", "about 440, 2 of 5 unknown")]
    [InlineData("trainees", "about 15, 1 of 2 unknown")]
    [InlineData("round_budgets", "1000000000 KRW, allocated unknown")]
    [InlineData("people_with_several_posts", "1")]
    [InlineData("people_named", "12")]
    [InlineData("follow_ups_open", "6")]
    [InlineData("follow_ups_linked", "0 of 6")]
    [InlineData("projects", "7")]
    [InlineData("project_leads", "7")]
    [InlineData("project_countries", "7")]
    [InlineData("countries_of_projects", "7")]
    [InlineData("projects_with_several_countries", "1")]
    [InlineData("projects_without_country", "1")]
    [InlineData("projects_with_place", "1")]
    [InlineData("projects_outside_rounds", "2")]
    [InlineData("round_areas", "4 areas, 3 with projects")]
    [InlineData("publications_by_lineage", "5 under 1 body")]
    public async Task Answers(string key, string expected) => Assert.Equal(expected, (await notices.Mart.CrossCheckAsync())[key].Answer);

    [Theory]
    [InlineData("attendance", 2)]
    [InlineData("trainees", 1)]
    [InlineData("agreements", 1)]
    [InlineData("countries_of_projects", 1)]
    [InlineData("round_budgets", 7)]
    [InlineData("countries_named", 15)]
    [InlineData("centers", 0)]
    public async Task Says_how_many_doubts_there_are(string key, int doubts)
    {
        var row = (await notices.Mart.CrossCheckAsync())[key];
        Assert.Equal(doubts, row.Doubts);
        Assert.Equal(doubts, row.DoubtNotes.Sum(d => d.Count));
        Assert.Equal(row.RecordNames.Order(StringComparer.Ordinal), row.RecordNames);
    }

    [Theory]
    [InlineData("countries_in_several_publications", "countries/JM countries/PE countries/PY countries/UZ countries/VN")]
    [InlineData("legs", "countries/KH countries/PE countries/PY countries/VN")]
    [InlineData("people_with_several_posts", "people/kim-hye-young")]
    [InlineData("agreements", "agreements/argentina-mois-2016 agreements/korea-paraguay-2017 agreements/mois-idb")]
    [InlineData("centers", "cooperationCenters/korea-peru")]
    public async Task Says_which(string key, string expected) =>
        Assert.Equal(expected, string.Join(' ', (await notices.Mart.CrossCheckAsync())[key].Parts.Select(p => p.Key).Order(StringComparer.Ordinal)));

    [Fact]
    public async Task A_country_has_its_publications() => Assert.Equal(
        "publications/mois-2016-05-26, publications/mois-2017-07-11, publications/mois-2018-04-04",
        (await notices.Mart.CrossCheckAsync())["countries_in_several_publications"].Parts.Single(p => p.Key == "countries/VN").Text);

    [Fact]
    public async Task A_number_that_mixes_groups_is_no_number_of_trainees() => Assert.Equal(
        ["not derivable: over 60 counts others as well", "about 15"],
        (await notices.Mart.CrossCheckAsync())["trainees"].Parts.Select(p => p.Text));

    [Fact]
    public async Task Names_the_ministry_as_then_and_as_now() => Assert.Equal(
        "5; as named then: Ministry of the Interior (2), Ministry of the Interior and Safety (3); as named now: Ministry of the Interior and Safety",
        Assert.Single((await notices.Mart.CrossCheckAsync())["publications_by_lineage"].Parts).Text);

    [Fact]
    public async Task Area_without_a_project() => Assert.Equal(
        ["consulting of feasibility study: 4", "invitation of foreign officials for training: 2", "dispatch of experts abroad: 0", "participation in road show: 1"],
        (await notices.Mart.CrossCheckAsync())["round_areas"].Parts.Select(p => $"{p.Label}: {p.Text}"));

    [Fact]
    public async Task Looks_at_what_the_filter_asks_for()
    {
        var peru = await notices.Mart.CrossCheckAsync("country:PE");
        Assert.Equal("about 240", peru["attendance"].Answer);
        Assert.Equal("1", peru["delegations"].Answer);
        var first = await notices.Mart.CrossCheckAsync("publication:publications/mois-2018-04-04");
        Assert.Equal(("200, 1 of 2 unknown", "2"), (first["attendance"].Answer, first["legs"].Answer));
    }

    [Fact]
    public async Task Knows_what_was_known_on_a_day()
    {
        var then = await notices.Mart.CrossCheckAsync(times: new ReportTimes { KnownOn = "2017-12-31" });
        Assert.Equal(("0", "1", "7"), (then["delegations"].Answer, then["courses"].Answer, then["projects"].Answer));
    }

    [Fact]
    public async Task Refuses_filters_over_what_is_not_declared() =>
        await Assert.ThrowsAsync<RpcException>(() => notices.Mart.CrossCheckAsync("colour = red"));

    [Fact]
    public async Task An_allocation_is_counted_once_and_one_that_is_missing_is_unknown()
    {
        var log = new ChangeLog();
        log.Add("rounds/r", new Round { State = RoundState.Selected, Budget = { Won("100", MoneyKind.Ceiling) } });
        log.Add("projects/a", new Project { Round = "rounds/r", Budget = { Won("40", MoneyKind.Approved) } });
        log.Add("projects/b", new Project { Round = "rounds/r" });
        log.Add("rounds/r/decisions/a", new Decision { Project = "projects/a", Outcome = DecisionOutcome.Selected, Granted = Won("30", MoneyKind.Approved) });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        Assert.Equal("100 KRW, allocated 30 KRW, unknown for 1 of 2 projects", (await mart.CrossCheckAsync())["round_budgets"].Answer);
    }

    [Fact]
    public async Task A_delegation_that_is_another_is_counted_once()
    {
        var changes = Notices.All();
        var log = ChangeLog.After(changes);
        log.Add("delegations/may", new Delegation { State = DelegationState.Returned, Period = new DateValue { Edtf = "2018-05" }, Legs = { new Leg { Country = "countries/PE" } } });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync([.. changes, .. log.Changes]);
        Assert.Equal(("3", "5"), ((await mart.CrossCheckAsync())["delegations"].Answer, (await mart.CrossCheckAsync())["legs"].Answer));
        await mart.ApplyAsync([log.Add("links/same", new Link { From = "delegations/may", To = "delegations/latin-america-caravan-2018", Kind = LinkKind.SameAs })]);
        Assert.Equal(("2", "4"), ((await mart.CrossCheckAsync())["delegations"].Answer, (await mart.CrossCheckAsync())["legs"].Answer));
        Assert.Equal("SAME_RECORDS_DIFFER", Assert.Single(await mart.WarningsAsync("record = delegations/may AND across = true AND rule != DAYS_WITHOUT_ENGAGEMENT")).Warning.Rule);
    }

    [Fact]
    public async Task A_follow_up_is_linked_by_what_became_of_it_or_what_follows_it()
    {
        var log = new ChangeLog();
        log.Add("followUps/a", new FollowUp { State = FollowUpState.Converted, Became = "projects/p" });
        log.Add("followUps/b", new FollowUp { State = FollowUpState.Raised });
        log.Add("followUps/c", new FollowUp { State = FollowUpState.Raised });
        log.Add("followUps/d", new FollowUp { State = FollowUpState.Dropped });
        log.Add("links/b", new Link { From = "engagements/e", To = "followUps/b", Kind = LinkKind.FollowUpOf });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        var rows = await mart.CrossCheckAsync();
        Assert.Equal(("2", "2 of 3"), (rows["follow_ups_open"].Answer, rows["follow_ups_linked"].Answer));
    }

    private static Money Won(string amount, MoneyKind kind) => new() { Amount = amount, CurrencyCode = "KRW", Kind = kind };

    [Theory]
    [InlineData("")]
    [InlineData("region:\"M49/419\"")]
    [InlineData("membership:\"organizations/group\"")]
    [InlineData("lineage:\"organizations/new\"")]
    public async Task Regions_groups_and_bodies_through_time_choose_the_records(string filter)
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("countries/XA", new Countries.V1.Country { Iso2 = "XA", Regions = { new Countries.V1.CountryRegion { Scheme = "M49", Code = "419", DisplayName = "Latin America", Level = 2 } } });
        log.Add("countries/XB", new Countries.V1.Country { Iso2 = "XB" });
        log.Add("organizations/group", new Countries.V1.Organization { Members = { new Countries.V1.OrganizationMember { Party = "countries/XA" } } });
        log.Add("organizations/old", new Countries.V1.Organization());
        log.Add("organizations/new", new Countries.V1.Organization { Changes = { new Countries.V1.OrganizationChange { Kind = Countries.V1.OrganizationChangeKind.Renamed, Predecessors = { "organizations/old" } } } });
        log.Add("delegations/a", new Delegation { State = DelegationState.Returned, Legs = { new Leg { Key = "1", Country = "countries/XA" } }, Members = { new DelegationMember { Represents = "organizations/old" } } });
        log.Add("delegations/b", new Delegation { State = DelegationState.Returned, Legs = { new Leg { Key = "1", Country = "countries/XB" } } });
        await mart.ApplyAsync(log.Changes);
        Assert.Equal(filter.Length == 0 ? "2" : "1", (await mart.CrossCheckAsync(filter))["delegations"].Answer);
    }
}
