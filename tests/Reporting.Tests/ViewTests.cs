using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Briefs;
using Grpc.Core;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Briefs of any subject, timelines, quality and the funnel over all five notices.</summary>
public sealed class ViewTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    [Theory]
    [InlineData("organizations/idb", "Agreement", "agreements/mois-idb")]
    [InlineData("organizations/idb", "CourseEdition", "courses/advanced-egov-training/editions/2018")]
    [InlineData("people/kim-hye-young", "Delegation", "delegations/cambodia-vietnam-2018")]
    [InlineData("people/kim-hye-young", "Position", "positions/kim-hye-young-2018-06-04")]
    [InlineData("agreements/korea-paraguay-2017", "Engagement", "engagements/korea-paraguay-forum-2018")]
    [InlineData("programs/latin-america-caravan", "Delegation", "delegations/latin-america-caravan-2018")]
    [InlineData("countries/PE", "Engagement", "engagements/korea-peru-seminar-2018")]
    public async Task A_brief_has_what_is_about_its_subject(string name, string section, string record)
    {
        var brief = await BriefAsync(name);
        Assert.Contains(record, Assert.Single(brief.Sections, s => s.ResourceType == section).Entries.Select(e => e.Name));
        Assert.All(brief.Sections, s => Assert.Equal(s.Total, s.Entries.Count));
    }

    [Fact]
    public async Task Words_are_there_in_every_language()
    {
        Assert.All(Words.Table, w => Assert.Equal(["en", "ko", "es"], w.Value.Keys));
        var korean = await BriefAsync("countries/PE", "ko-KR");
        Assert.Equal(("페루", "ko"), (korean.Title, korean.LanguageCode));
        var seminar = korean.Sections.First(s => s.ResourceType == "Engagement").Entries.First(e => e.Name == "engagements/korea-peru-seminar-2018");
        Assert.Equal(("SEMINAR", "세미나", "개최됨"), (seminar.Kind, seminar.KindLabel, seminar.StateLabel));
        Assert.Equal("en", (await BriefAsync("countries/PE", "fr")).LanguageCode);
    }

    [Fact]
    public async Task An_organization_answers_for_its_units_and_a_unit_for_itself()
    {
        var ministry = await BriefAsync("organizations/mois");
        Assert.Contains("organizations/mois-egovernment-bureau", ministry.Also);
        Assert.Empty((await BriefAsync("organizations/mois-egovernment-bureau")).Also);
    }

    [Theory]
    [InlineData("engagements/korea-peru-seminar-2018", StatusCode.InvalidArgument)]
    [InlineData("nothing", StatusCode.InvalidArgument)]
    [InlineData("organizations/nobody", StatusCode.NotFound)]
    public async Task Refuses_what_has_no_brief(string name, StatusCode expected) =>
        Assert.Equal(expected, (await Assert.ThrowsAsync<RpcException>(() => BriefAsync(name))).StatusCode);

    [Fact]
    public async Task A_brief_as_known_before_does_not_know_the_seminar()
    {
        var brief = await notices.Mart.RecordBriefs.GetAsync(new GetBriefRequest { Name = "countries/PE", Times = new ReportTimes { KnownOn = "2018-05-27" } }, MartUnderTest.Staff, CancellationToken.None);
        Assert.DoesNotContain(brief.Sections.SelectMany(s => s.Entries), e => e.Name == "engagements/korea-peru-seminar-2018");
    }

    [Fact]
    public async Task A_timeline_is_in_order_and_pages_without_loss()
    {
        async Task<List<TimelineEntry>> ReadAsync(int size)
        {
            var request = new GetTimelineRequest { Name = "countries/PE", PageSize = size };
            var entries = new List<TimelineEntry>();
            do
            {
                var page = await notices.Mart.Timelines.GetAsync(request, MartUnderTest.Staff, CancellationToken.None);
                entries.AddRange(page.Entries);
                request.PageToken = page.NextPageToken;
            }
            while (request.PageToken.Length > 0);
            return entries;
        }

        var entries = await ReadAsync(1000);
        Assert.Equal(entries, await ReadAsync(3));
        var days = entries.Select(e => Values.DateRules.Earliest(new DateValue { Edtf = e.Date })).Where(d => d is not null).ToList();
        Assert.Equal(days.Order(), days);
        Assert.Contains(entries, e => e is { Record: "engagements/korea-peru-seminar-2018", Date: "2018-05-28", EnteredState: "" });
    }

    [Fact]
    public async Task Quality_says_what_to_do_and_rises_when_it_is_done()
    {
        var log = new ChangeLog();
        log.Add("projects/bare", new Project());
        var good = new Project { Names = { new Name { Text = "Good" } }, Period = new DateValue { Edtf = "2018-05" }, Targets = { new Party { Resource = "countries/PE" } } };
        good.Record = new Record { Certainty = RecordCertainty.Confirmed, Sources = { new FactSource { Publication = "publications/p", Paragraph = 1 } } };
        log.Add("projects/good", good);
        await using var mart = await MartUnderTest.CreateAsync();
        await mart.ApplyAsync(log.Changes);
        var records = (await mart.Qualities.ListAsync(new ListRecordQualityRequest(), MartUnderTest.Staff, CancellationToken.None)).Records;
        Assert.Equal(["projects/bare 25", "projects/good 100"], records.Select(r => $"{r.Record} {r.Score}"));
        Assert.Equal(["NO_SOURCE", "NO_TITLE", "DATE_UNKNOWN", "NO_COUNTRY", "CERTAINTY_UNSAID"], records[0].Findings.Select(f => f.Rule));
        Assert.Equal("projects/good", Assert.Single((await mart.Qualities.ListAsync(new ListRecordQualityRequest { Filter = "score >= 90" }, MartUnderTest.Staff, CancellationToken.None)).Records).Record);
    }

    [Fact]
    public async Task Quality_pages_worst_first_without_loss()
    {
        var request = new ListRecordQualityRequest { PageSize = 7 };
        var records = new List<RecordQuality>();
        do
        {
            var page = await notices.Mart.Qualities.ListAsync(request, MartUnderTest.Staff, CancellationToken.None);
            records.AddRange(page.Records);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.Equal((await notices.Mart.Qualities.ListAsync(new ListRecordQualityRequest { PageSize = 1000 }, MartUnderTest.Staff, CancellationToken.None)).Records, records);
        Assert.Equal(records.Select(r => r.Score).Order(), records.Select(r => r.Score));
    }

    [Fact]
    public async Task The_funnel_follows_references_and_links()
    {
        var stages = (await notices.Mart.Funnels.GetAsync(new GetFunnelRequest(), MartUnderTest.Staff, CancellationToken.None)).Stages.ToDictionary(s => s.Key, StringComparer.Ordinal);
        Assert.Equal(2, stages["trainings"].Records);
        Assert.Equal(6, stages["follow_ups"].Records);
        Assert.Equal(1, stages["agreements"].LedOn);
        Assert.Contains("agreements/korea-paraguay-2017", stages["agreements"].RecordNames);
        Assert.Equal((0, 0), (stages["leads"].Records, stages["contracts"].Records));
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData("region:\"M49/419\"", 1)]
    [InlineData("membership:\"organizations/group\"", 1)]
    [InlineData("lineage:\"organizations/new\"", 1)]
    public async Task The_funnel_is_narrowed_by_regions_groups_and_bodies_through_time(string filter, int meetings)
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("countries/XA", new Countries.V1.Country { Iso2 = "XA", Regions = { new Countries.V1.CountryRegion { Scheme = "M49", Code = "419", DisplayName = "Latin America", Level = 2 } } });
        log.Add("countries/XB", new Countries.V1.Country { Iso2 = "XB" });
        log.Add("organizations/group", new Countries.V1.Organization { Members = { new Countries.V1.OrganizationMember { Party = "countries/XA" } } });
        log.Add("organizations/old", new Countries.V1.Organization());
        log.Add("organizations/new", new Countries.V1.Organization { Changes = { new Countries.V1.OrganizationChange { Kind = Countries.V1.OrganizationChangeKind.Renamed, Predecessors = { "organizations/old" } } } });
        log.Add("engagements/a", new Activities.V1.Engagement { State = Activities.V1.EngagementState.Held, Country = "countries/XA", Venue = new Common.V1.Party { Resource = "organizations/old" } });
        log.Add("engagements/b", new Activities.V1.Engagement { State = Activities.V1.EngagementState.Held, Country = "countries/XB" });
        await mart.ApplyAsync(log.Changes);

        var stages = (await mart.Funnels.GetAsync(new GetFunnelRequest { Filter = filter }, MartUnderTest.Staff, TestContext.Current.CancellationToken)).Stages;

        Assert.Equal(meetings, stages.Single(s => s.Key == "meetings").Records);
    }

    private Task<Brief> BriefAsync(string name, string language = "") =>
        notices.Mart.RecordBriefs.GetAsync(new GetBriefRequest { Name = name, LanguageCode = language }, MartUnderTest.Staff, CancellationToken.None);
}
