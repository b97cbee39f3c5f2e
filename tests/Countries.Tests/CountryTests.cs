using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

public sealed class CountryTests(CountriesFixture service) : IClassFixture<CountriesFixture>
{
    [Fact]
    public async Task All_countries_are_there_with_names_and_regions()
    {
        var page = await service.Countries.ListCountriesAsync(new ListRequest { PageSize = 1000 }, service.Viewer);
        Assert.Equal(249, page.Countries.Count);
        Assert.Empty(page.NextPageToken);
        var peru = await service.Countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }, service.Viewer);
        Assert.Equal(("PER", "604"), (peru.Iso3, peru.M49));
        Assert.Equal(["Peru", "페루", "Perú", "Pérou"], peru.Names.Select(n => n.Text));
        Assert.Equal(["019", "419", "005"], peru.Regions.Where(r => r.Scheme == "M49").Select(r => r.Code));
    }

    [Fact]
    public async Task Each_country_is_an_ordinary_change_and_is_seeded_once()
    {
        await service.SeedAgainAsync();
        Assert.Equal(249, await service.Database.ScalarAsync<long>("select count(*) from change where resource_type = 'egov.countries.v1.Country' and kind = 'created' and version = 1"));
        Assert.Equal(1L, await service.Database.ScalarAsync<long>("select count(distinct actor) from change where resource_type = 'egov.countries.v1.Country'"));
    }

    [Fact]
    public async Task Lists_are_paged_by_region_without_gaps_or_repeats()
    {
        var found = new List<string>();
        var request = new ListRequest { PageSize = 5, Filter = "regions:\"M49:005\"", OrderBy = "iso3 desc" };
        do
        {
            var page = await service.Countries.ListCountriesAsync(request, service.Viewer);
            found.AddRange(page.Countries.Select(c => c.Iso3));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(found.OrderDescending(StringComparer.Ordinal), found);
        Assert.Contains("PRY", found);
        Assert.Equal(16, found.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Search_finds_a_country_by_a_name_in_any_language()
    {
        var page = await service.Countries.ListCountriesAsync(new ListRequest { Filter = "페루" }, service.Viewer);
        Assert.Equal(["countries/PE"], page.Countries.Select(c => c.Name));
    }

    [Fact]
    public async Task An_unknown_filter_field_is_refused() =>
        await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidFilter, async () =>
            await service.Countries.ListCountriesAsync(new ListRequest { Filter = "capital = \"Lima\"" }, service.Viewer));

    [Fact]
    public async Task A_name_that_differs_from_the_code_is_refused()
    {
        var fields = await Refused.WithAsync(StatusCode.InvalidArgument, ErrorReason.InvalidField, async () =>
            await service.Countries.CreateCountryAsync(new CreateCountryRequest { CountryId = "ZZ", Country = new Country { Iso2 = "PE", M49 = "6" } }, service.Editor));
        Assert.Equal(["iso2 ISO_3166_1", "m49 UN_M49", "names REQUIRED"], fields.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Reading_needs_a_token_and_writing_a_role()
    {
        await Refused.WithAsync(StatusCode.Unauthenticated, ErrorReason.Unauthenticated, async () =>
            await service.Countries.GetCountryAsync(new GetRequest { Name = "countries/PE" }));
        await Refused.WithAsync(StatusCode.PermissionDenied, ErrorReason.PermissionDenied, async () =>
            await service.Countries.DeleteCountryAsync(new DeleteRequest { Name = "countries/PE" }, service.Viewer));
    }
}
