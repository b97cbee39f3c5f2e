using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Grpc.Core;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Every fact can be read back with its place and certainty, and found.</summary>
public sealed class FactTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    private const string Caravan = "publications/mois-2018-06-04";
    private const string Course = "publications/mois-2018-06-26";

    [Theory]
    [InlineData(Caravan)]
    [InlineData(Course)]
    public async Task Reads_back_every_source(string publication)
    {
        var text = Publication.Parser.ParseFrom(Notices.Changes().First(c => c.Name == publication).Body);
        var expected = Notices.Changes().Sum(c => Sources(c).Count(s => s.Publication == publication)) + text.Paragraphs.Count;
        var facts = await AllAsync(publication, pageSize: 7);
        Assert.Equal(expected, facts.Count);
        Assert.All(facts, f => Assert.NotEqual(Certainty.Unspecified, f.Certainty));
        Assert.Equal(facts.Select(f => f.HasParagraph ? f.Paragraph : int.MaxValue).Order(), facts.Select(f => f.HasParagraph ? f.Paragraph : int.MaxValue));
        Assert.Equal(facts.Count, facts.Distinct().Count());
    }

    [Fact]
    public async Task A_publication_has_its_own_text_as_facts()
    {
        var own = await AllAsync(Caravan, filter: "resource_type = Publication");
        Assert.Equal(["paragraphs[9]", "quotations[0]"], own.Where(f => f.Paragraph == 9).Select(f => f.FieldPath).Order(StringComparer.Ordinal));
        Assert.Contains("\"summary\"", own.First(f => f.FieldPath == "paragraphs[3]").ValueJson, StringComparison.Ordinal);
        Assert.All(own, f => Assert.Equal("Caravan to Peru and Paraguay, 2018", f.Title));
    }

    [Fact]
    public async Task Shows_the_value_of_a_fact()
    {
        var attendance = Assert.Single(await AllAsync(Caravan, filter: "record = engagements/korea-peru-seminar-2018 AND field_path = attendance"));
        Assert.Equal((3, Certainty.Stated), (attendance.Paragraph, attendance.Certainty));
        Assert.Contains("\"120\"", attendance.ValueJson, StringComparison.Ordinal);
        Assert.Contains("QUALIFIER_ABOUT", attendance.ValueJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Marks_what_the_record_does_not_show()
    {
        var rival = Assert.Single(await AllAsync(Course, filter: "rival = true AND field_path = period"));
        Assert.Equal(("delegations/latin-america-caravan-2018", "period", 9), (rival.Record, rival.FieldPath, rival.Paragraph));
        Assert.Contains("2018-05", rival.ValueJson, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_record_of_the_notices_is_found_by_its_title()
    {
        var titled = await notices.Mart.Search.FindAsync(new SearchRecordsRequest { PageSize = 1000 }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal(Notices.Changes().Select(c => c.Name).Distinct(StringComparer.Ordinal).Count(), titled.Hits.Count);
        foreach (var hit in titled.Hits.Where(h => h.Title.Length > 0))
        {
            var found = await notices.Mart.Search.FindAsync(new SearchRecordsRequest { Query = hit.Title.ToUpperInvariant(), PageSize = 1000 }, MartUnderTest.Staff, CancellationToken.None);
            Assert.Contains(hit.Name, found.Hits.Select(h => h.Name));
        }
    }

    [Theory]
    [InlineData("ROUGIER", "", "people/nicolas-antonio-rougier")]
    [InlineData("forest management", "", "engagements/korea-peru-seminar-2018")]
    [InlineData("Asunción", "resource_type = Place", "places/asuncion")]
    [InlineData("", "resource_type = Agreement AND country:AR", "agreements/argentina-mois-2016")]
    [InlineData("페루", "", "countries/PE")]
    public async Task Finds_by_words_and_filter(string query, string filter, string expected)
    {
        var found = await notices.Mart.Search.FindAsync(new SearchRecordsRequest { Query = query, Filter = filter }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Contains(expected, found.Hits.Select(h => h.Name));
    }

    [Fact]
    public async Task Says_where_the_words_were_found()
    {
        var found = await notices.Mart.Search.FindAsync(new SearchRecordsRequest { Query = "forest", Filter = "resource_type = Engagement" }, MartUnderTest.Staff, CancellationToken.None);
        Assert.Equal("agenda[3].title", Assert.Single(found.Hits).FieldPath);
    }

    [Fact]
    public async Task Knows_no_facts_of_what_does_not_exist() =>
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => AllAsync("publications/none"))).StatusCode);

    private async Task<List<Fact>> AllAsync(string publication, int pageSize = 1000, string filter = "")
    {
        var facts = new List<Fact>();
        var request = new GetFactsRequest { Publication = publication, PageSize = pageSize, Filter = filter };
        do
        {
            var page = await notices.Mart.Facts.GetAsync(request, MartUnderTest.Staff, CancellationToken.None);
            facts.AddRange(page.Facts);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        return facts;
    }

    private static IEnumerable<FactSource> Sources(Change change)
    {
        var entry = Resources.ResourceCatalog.All.First(e => e.Descriptor.FullName == change.ResourceType);
        var record = (Record?)entry.Descriptor.FindFieldByName("record").Accessor.GetValue(entry.Descriptor.Parser.ParseFrom(change.Body)) ?? new Record();
        return record.Sources.Concat(record.Claims.Select(c => c.Source)).Concat(record.Evidence.Select(e => e.Source)).Where(s => s is not null);
    }
}
