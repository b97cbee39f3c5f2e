using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Search over everything: any language and script, aliases, typing mistakes.</summary>
public sealed class SearchTests : IAsyncLifetime
{
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("countries/SA", new Country { Iso2 = "SA", Names = { Name("Saudi Arabia", "en"), Name("المملكة العربية السعودية", "ar"), Name("사우디아라비아", "ko") } });
        log.Add("countries/RU", new Country { Iso2 = "RU", Names = { Name("Russian Federation", "en"), Name("Россия", "ru") } });
        log.Add("countries/PE", new Country { Iso2 = "PE", Names = { Name("Peru", "en"), Name("Perú", "es"), Name("페루", "ko") } });
        log.Add("organizations/nia", new Organization { Names = { Name("National Information Society Agency", "en"), Name("NIA", "en"), Name("한국지능정보사회진흥원", "ko") } });
        log.Add("engagements/riyadh", new Engagement { Country = "countries/SA", Titles = { Name("Riyadh seminar", "en") } });
        log.Add("engagements/moscow", new Engagement { Country = "countries/RU", Titles = { Name("Форум цифрового правительства", "ru") } });
        log.Add("engagements/lima", new Engagement { Country = "countries/PE", Titles = { Name("Gestión pública en Lima", "es") } });
        log.Add("projects/nia", new Project { Names = { Name("Master plan", "en") }, Parties = { new Party { Resource = "organizations/nia" } } });
        await mart.ApplyAsync(log.Changes);
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Theory]
    [InlineData("gestion publica", "engagements/lima", false)]
    [InlineData("GESTIÓN PÚBLICA", "engagements/lima", false)]
    [InlineData("форум", "engagements/moscow", false)]
    [InlineData("ФОРУМ ЦИФРОВОГО", "engagements/moscow", false)]
    [InlineData("السعودية", "countries/SA", false)]
    [InlineData("المملكة العربية السعودية", "engagements/riyadh", false)]
    [InlineData("사우디아라비아", "engagements/riyadh", false)]
    [InlineData("Россия", "engagements/moscow", false)]
    [InlineData("Perú", "engagements/lima", false)]
    [InlineData("페루", "engagements/lima", false)]
    [InlineData("한국지능정보사회진흥원", "projects/nia", false)]
    [InlineData("nia", "projects/nia", false)]
    [InlineData("semniar riyad", "engagements/riyadh", true)]
    [InlineData("правителства", "engagements/moscow", true)]
    [InlineData("мастер форрум", "", true)]
    public async Task Finds(string query, string expected, bool near)
    {
        var hits = (await mart.Search.FindAsync(new SearchRecordsRequest { Query = query }, MartUnderTest.Staff, CancellationToken.None)).Hits;
        if (expected.Length == 0)
        {
            // Every word has to be near something of the record.
            Assert.Empty(hits);
            return;
        }

        Assert.Equal(near, Assert.Single(hits, h => h.Name == expected).Near);
    }

    [Fact]
    public async Task Exact_hits_come_before_those_that_only_name_what_was_meant()
    {
        var hits = (await mart.Search.FindAsync(new SearchRecordsRequest { Query = "peru" }, MartUnderTest.Staff, CancellationToken.None)).Hits;
        Assert.Equal(["countries/PE", "engagements/lima"], hits.Select(h => h.Name));
    }

    [Theory]
    [InlineData("peru")]
    [InlineData("semniar")]
    [InlineData("")]
    public async Task Pages_without_loss(string query)
    {
        var all = (await mart.Search.FindAsync(new SearchRecordsRequest { Query = query }, MartUnderTest.Staff, CancellationToken.None)).Hits;
        var request = new SearchRecordsRequest { Query = query, PageSize = 1 };
        var paged = new List<SearchHit>();
        do
        {
            var page = await mart.Search.FindAsync(request, MartUnderTest.Staff, CancellationToken.None);
            paged.AddRange(page.Hits);
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);
        Assert.NotEmpty(all);
        Assert.Equal(all, paged);
    }

    private static Name Name(string text, string language) => new() { Text = text, LanguageCode = language };
}
