using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService.Agreements;
using EGovPlatform.CountriesService.CooperationCenters;
using EGovPlatform.CountriesService.Countries;
using EGovPlatform.CountriesService.NationalPlans;
using EGovPlatform.CountriesService.Organizations;
using EGovPlatform.CountriesService.People;
using EGovPlatform.CountriesService.Places;
using EGovPlatform.CountriesService.Positions;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService;

/// <summary>What the Countries service is made of.</summary>
public static class CountriesApp
{
    /// <summary>Adds the resource types.</summary>
    public static void AddTypes(ResourceBuilder resources)
    {
        ArgumentNullException.ThrowIfNull(resources);
        resources
            .Add(CountryTable.Type)
            .Add(OrganizationTable.Type)
            .Add(PersonTable.Type)
            .Add(PositionTable.Type)
            .Add(AgreementTable.Type)
            .Add(CooperationCenterTable.Type)
            .Add(PlaceTable.Type)
            .Add(NationalPlanTable.Type);
    }

    /// <summary>Maps the rpc classes.</summary>
    public static void MapCountries(this IEndpointRouteBuilder app)
    {
        app.MapGrpcService<CountryRpc>();
        app.MapGrpcService<OrganizationRpc>();
        app.MapGrpcService<PersonRpc>();
        app.MapGrpcService<PositionRpc>();
        app.MapGrpcService<AgreementRpc>();
        app.MapGrpcService<CooperationCenterRpc>();
        app.MapGrpcService<PlaceRpc>();
        app.MapGrpcService<NationalPlanRpc>();
        app.MapGrpcService<ChangeRpc>();
    }

    /// <summary>Adds the countries that are missing, as ordinary records with their changes.</summary>
    public static async Task SeedAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var countries = provider.GetRequiredService<Resource<Country>>();
        foreach (var country in CountryData.Read())
        {
            await countries.SeedAsync(country.Iso2, country, cancellation);
        }
    }
}
