using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Stated against listed, wherever a record states a total.</summary>
public sealed class ReconciliationTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    [Theory]
    [InlineData("delegations/cambodia-vietnam-2018", "agencies", "7 stated, 4 identified, 3 missing", ReconciliationState.Short)]
    [InlineData("delegations/latin-america-caravan-2018", "held_meetings", "9 stated, at least 7 identified, at most 2 missing", ReconciliationState.PossiblyShort)]
    [InlineData("courses/local-officials-egov-training/editions/2016", "countries", "24 stated, 10 identified, 14 missing", ReconciliationState.Short)]
    [InlineData("courses/advanced-egov-training/editions/2018", "countries", "14 stated, 14 identified", ReconciliationState.Complete)]
    [InlineData("rounds/overseas-expansion-2017", "selected", "7 stated, 7 identified", ReconciliationState.Complete)]
    public async Task Compares(string record, string fieldPath, string text, ReconciliationState state)
    {
        var found = Assert.Single(await ListAsync($"record = \"{record}\" AND field_path = {fieldPath}"));
        Assert.Equal((text, state), (found.Reconciliation.Text, found.Reconciliation.State));
        Assert.NotEmpty(found.Publications);
    }

    [Fact]
    public async Task Has_numbers_beside_the_words()
    {
        var meetings = Assert.Single(await ListAsync("record = delegations/latin-america-caravan-2018 AND field_path = held_meetings"));
        Assert.Equal((9, 5, 7, 2), (meetings.Stated.Value, meetings.Listed, meetings.Reconciliation.IdentifiedLower, meetings.Reconciliation.MissingUpper));
        Assert.False(meetings.Reconciliation.HasIdentifiedUpper);
    }

    [Theory]
    [InlineData("state = SHORT", 2)]
    [InlineData("country:VN AND state = SHORT", 2)]
    [InlineData("publication:publications/mois-2016-05-26 AND resource_type = CourseEdition", 1)]
    public async Task Filters(string filter, int least) => Assert.InRange((await ListAsync(filter)).Count, least, 5);

    [Fact]
    public async Task Compares_a_number_with_its_parts_in_any_record()
    {
        var log = new ChangeLog();
        log.Add("engagements/e", new Engagement { Attendance = { new Count { Value = 30, Counted = "people", Parts = { Part("countries/PE", 12), Part("countries/PY", 8) } } } });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        var found = Assert.Single((await mart.Reconciliations.ListAsync(new ListReconciliationsRequest(), MartUnderTest.Staff, CancellationToken.None)).Reconciliations);
        Assert.Equal(("attendance[0]", "30 stated, parts 12 to 20, 10 to 18 missing", ReconciliationState.Short), (found.FieldPath, found.Reconciliation.Text, found.Reconciliation.State));
    }

    [Fact]
    public async Task Pages()
    {
        var all = await ListAsync();
        var first = await notices.Mart.Reconciliations.ListAsync(new ListReconciliationsRequest { PageSize = 1 }, MartUnderTest.Staff, CancellationToken.None);
        var rest = await notices.Mart.Reconciliations.ListAsync(new ListReconciliationsRequest { PageSize = 100, PageToken = first.NextPageToken }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(all, first.Reconciliations.Concat(rest.Reconciliations));
    }

    private async Task<List<ReconciliationEntry>> ListAsync(string filter = "") =>
        [.. (await notices.Mart.Reconciliations.ListAsync(new ListReconciliationsRequest { Filter = filter }, MartUnderTest.Staff, CancellationToken.None)).Reconciliations];

    private static CountPart Part(string party, long count) => new() { Key = party, Party = party, Count = new Count { Value = count } };
}
