namespace EGovPlatform.Reporting.Tests;

/// <summary>Records of other shapes than the notices have: nothing is fitted to five notices.</summary>
public sealed class MadeUpTests : IAsyncLifetime
{
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(Notices.MadeUp());
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Fact]
    public async Task Answers_are_about_what_is_there()
    {
        var rows = (await mart.CrossCheckAsync()).ToDictionary(r => r.Key, r => r.Value.Answer, StringComparer.Ordinal);
        Assert.Equal(
            new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["countries_named"] = "6", // with one that only an engagement's other half names
                ["delegations"] = "1", // the other was called off
                ["legs"] = "1", // a visit to us: the stay is at home
                ["agreements"] = "1",
                ["courses"] = "1",
                ["events_dated"] = "0", // a forum of a year, seminars called off or planned
                ["attendance"] = "0",
                ["trainees"] = "24",
                ["round_budgets"] = "90000 USD, allocated 30000 USD", // one proposal selected, one in reserve
                ["people_named"] = "5", // two of one name; the private person is not there
                ["people_with_several_posts"] = "0",
                ["follow_ups_open"] = "0",
                ["follow_ups_linked"] = "0 of 1",
                ["projects"] = "1",
                ["project_countries"] = "1",
                ["round_areas"] = "2 areas, 1 with projects",
                ["publications_by_lineage"] = "3 under 0 bodies",
            },
            rows.Where(r => r.Key is "countries_named" or "delegations" or "legs" or "agreements" or "courses" or "events_dated" or "attendance" or "trainees" or "round_budgets"
                or "people_named" or "people_with_several_posts" or "follow_ups_open" or "follow_ups_linked" or "projects" or "project_countries" or "round_areas" or "publications_by_lineage")
                .ToDictionary(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("RIVAL_VALUES", "engagements/made-up-jordan-fiji-workshop-2022")]
    [InlineData("FUNDER_SHARES_UNKNOWN", "engagements/made-up-jordan-fiji-workshop-2022")]
    [InlineData("SPLIT_UNKNOWN", "projects/made-up-land-register-fiji")]
    [InlineData("ZONE_CONTRADICTS_PLACE", "engagements/made-up-island-dialogue-2022-pago-pago")]
    [InlineData("TARGET_NOT_STATED", "rounds/made-up-2022/proposals/film")]
    public async Task Warns(string rule, string record) => Assert.Equal(record, Assert.Single(await mart.WarningsAsync($"rule = {rule}")).Record);

    [Theory]
    [InlineData("ALLOCATIONS_UNKNOWN")]
    [InlineData("PERSON_SEVERAL_TITLES")]
    [InlineData("NAMED_DIFFERENTLY")]
    [InlineData("SIGNING_DATE_UNKNOWN")]
    public async Task Does_not_warn(string rule) => Assert.Empty(await mart.WarningsAsync($"rule = {rule}"));
}
