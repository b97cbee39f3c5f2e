using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>What general rules find in five notices, and what they must not claim to know.</summary>
public sealed class WarningListTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    [Theory]
    [InlineData("STATED_MORE_THAN_LISTED", "delegations/cambodia-vietnam-2018", "agencies", "7 stated, 4 identified, 3 missing.")]
    [InlineData("DAYS_WITHOUT_ENGAGEMENT", "delegations/cambodia-vietnam-2018", "period", "No engagement is dated 2018-03-28;")]
    [InlineData("PERSON_SEVERAL_TITLES", "people/kim-hye-young", "", "Infrastructure and Information Protection Policy Bureau")]
    [InlineData("PARAGRAPH_REPEATED", "publications/mois-2018-06-26", "paragraphs[6]", "Paragraph 6 repeats paragraph 4")]
    [InlineData("FEW_PEOPLE_FOR_PARTIES", "courses/advanced-egov-training/editions/2018", "participants[0]", "about 15 for 14 countries: at most 1 can send more than one, if 15.")]
    [InlineData("NAME_NOT_YET_IN_USE", "agreements/argentina-mois-2016", "parties[0]", "'MOIS' is printed for 2016")]
    [InlineData("RIVAL_VALUES", "delegations/latin-america-caravan-2018", "period", "2018-05")]
    [InlineData("TOPICS_DIFFER", "delegations/latin-america-caravan-2018", "topics", "land registry")]
    [InlineData("STATED_MORE_THAN_LISTED", "delegations/latin-america-caravan-2018", "held_meetings", "9 stated, at least 7 identified, at most 2 missing.")]
    [InlineData("PARAGRAPH_REPEATED", "publications/mois-2018-06-04", "", "repeats paragraph")]
    [InlineData("NAMED_DIFFERENTLY", "organizations/public-procurement-service", "names", "'Korea Procurement Service' in publications/mois-2018-06-04")]
    [InlineData("TARGET_NOT_IN_ROUND", "projects/jamaica-resident-registration", "targets", "countries/JM is not among the countries rounds/overseas-expansion-2017 names")]
    [InlineData("TARGET_NOT_STATED", "projects/cyber-security-road-show", "targets", "No country or place")]
    [InlineData("ALLOCATIONS_UNKNOWN", "rounds/overseas-expansion-2017", "budget", "7 projects")]
    [InlineData("STATED_MORE_THAN_LISTED", "courses/local-officials-egov-training/editions/2016", "countries", "24 stated, 10 identified, 14 missing.")]
    [InlineData("PUBLISHED_BEFORE_END", "courses/local-officials-egov-training/editions/2016", "period", "2016-05-26")]
    [InlineData("COUNT_MIXED", "courses/local-officials-egov-training/editions/2016", "participants[0]", "over 60")]
    [InlineData("SIGNING_DATE_UNKNOWN", "agreements/mois-idb", "instruments", "is not known")]
    public async Task Finds(string rule, string record, string fieldPath, string message)
    {
        var found = await notices.Mart.WarningsAsync($"rule = {rule} AND record = {record}");
        Assert.Contains(found, w => w.Warning.FieldPath.StartsWith(fieldPath, StringComparison.Ordinal) && w.Warning.Message.Contains(message, StringComparison.Ordinal));
        Assert.All(found, w => Assert.Equal((rule, record), (w.Warning.Rule, w.Record)));
    }

    [Theory]
    [InlineData("NAMED_DIFFERENTLY", 1)]
    [InlineData("TARGET_NOT_IN_ROUND", 1)]
    [InlineData("TARGET_NOT_STATED", 1)]
    [InlineData("PERSON_SEVERAL_TITLES", 1)]
    [InlineData("NAME_NOT_YET_IN_USE", 1)]
    [InlineData("FEW_PEOPLE_FOR_PARTIES", 1)]
    [InlineData("TOPICS_DIFFER", 1)]
    [InlineData("ALLOCATIONS_UNKNOWN", 1)]
    [InlineData("SIGNING_DATE_UNKNOWN", 1)]
    public async Task Finds_it_nowhere_else(string rule, int records) =>
        Assert.Equal(records, (await notices.Mart.WarningsAsync($"rule = {rule}")).Select(w => w.Record).Distinct(StringComparer.Ordinal).Count());

    [Theory]
    [InlineData("organizations/vn-information-telecommunications")]
    [InlineData("countries/DM")]
    [InlineData("organizations/idb")]
    public async Task Knows_nothing_from_outside(string record) =>
        Assert.DoesNotContain(await notices.Mart.WarningsAsync(), w => w.Across && (w.Record == record || w.Others.Contains(record)));

    [Fact]
    public async Task Every_rule_is_documented()
    {
        var documented = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "warnings.md")).Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Split('|')[1].Trim()).ToHashSet(StringComparer.Ordinal);
        Assert.Empty((await notices.Mart.WarningsAsync()).Select(w => w.Warning.Rule).Distinct(StringComparer.Ordinal).Except(documented, StringComparer.Ordinal));
    }

    [Fact]
    public async Task Pages_through_all_of_them()
    {
        var all = await notices.Mart.WarningsAsync();
        var paged = new List<RecordWarning>();
        var request = new ListWarningsRequest { PageSize = 7 };
        do
        {
            var page = await notices.Mart.Warnings.ListAsync(request, MartUnderTest.Staff, CancellationToken.None);
            paged.AddRange(page.Warnings);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal(all, paged);
        Assert.Equal(all.OrderBy(w => w.Record, StringComparer.Ordinal).Select(w => w.Record), all.Select(w => w.Record));
    }

    [Theory]
    [InlineData("country:CR", "projects/costa-rica-procurement")]
    [InlineData("publication:publications/mois-2017-07-11 AND across = true", "rounds/overseas-expansion-2017")]
    [InlineData("resource_type = Agreement", "agreements/mois-idb")]
    public async Task Filters(string filter, string record) => Assert.Contains(await notices.Mart.WarningsAsync(filter), w => w.Record == record);

    [Fact]
    public async Task A_partner_is_told_only_of_what_it_may_see()
    {
        var log = new ChangeLog();
        log.Add("agreements/secret", new Agreement { State = AgreementState.Signed });
        log.Add("agreements/open", new Agreement { State = AgreementState.Signed, Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } } });
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        var partner = new Caller("partner", new HashSet<Role> { Role.Partner }, ["countries/PE"], [], "");
        var page = await mart.Warnings.ListAsync(new ListWarningsRequest(), partner, CancellationToken.None);
        Assert.Equal(("agreements/open", 1), (Assert.Single(page.Warnings).Record, page.LeftOut));
    }

    [Fact]
    public async Task A_name_is_not_yet_in_use_by_what_was_printed_when()
    {
        var log = new ChangeLog();
        log.Add("publications/old", new Publication { Title = "Old", Published = new DateValue { Edtf = "2016-05-01" } });
        log.Add("publications/new", new Publication { Title = "New", Published = new DateValue { Edtf = "2018-05-01" } });
        log.Add("organizations/before", new Organization { Names = { new Name { Text = "Ministry of Posts", LanguageCode = "en" } } });
        log.Add("organizations/after", new Organization
        {
            Names = { new Name { Text = "Ministry of Networks", LanguageCode = "en" }, new Name { Text = "MON", LanguageCode = "en", Kind = NameKind.Abbreviation } },
            Changes = { new OrganizationChange { Kind = OrganizationChangeKind.Renamed, Predecessors = { "organizations/before" } } },
        });
        log.Add("engagements/old", Held("2016-04-01", "organizations/before", "Ministry of Posts", "publications/old"));
        log.Add("engagements/new", Held("2018-04-01", "organizations/after", "Ministry of Networks", "publications/new"));
        log.Add("engagements/early", Held("2015-04-01", "organizations/after", "Ministry of Networks", "publications/new"));
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        var found = Assert.Single(await mart.WarningsAsync("rule = NAME_NOT_YET_IN_USE"));
        Assert.Equal(("engagements/early", "parties[0]"), (found.Record, found.Warning.FieldPath));
        Assert.Contains("first printed on 2018-05-01, and on 2016-05-01 the body was still 'Ministry of Posts'", found.Warning.Message, StringComparison.Ordinal);
    }

    private static Engagement Held(string day, string party, string printed, string publication) => new()
    {
        State = EngagementState.Held,
        Date = new DateValue { Edtf = day },
        Parties = { new Party { Resource = party, AsPrinted = printed } },
        Record = new Record { Sources = { new FactSource { Publication = publication, Certainty = Certainty.Stated } } },
    };
}
