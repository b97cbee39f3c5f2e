using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService.Agreements;
using EGovPlatform.CountriesService.Assessments;
using EGovPlatform.CountriesService.CooperationCenters;
using EGovPlatform.CountriesService.Countries;
using EGovPlatform.CountriesService.NationalPlans;
using EGovPlatform.CountriesService.Organizations;
using EGovPlatform.CountriesService.People;
using EGovPlatform.CountriesService.Places;
using EGovPlatform.CountriesService.Positions;
using EGovPlatform.Hosting;
using EGovPlatform.Resources;

namespace EGovPlatform.CountriesService;

/// <summary>What the Countries service is made of.</summary>
public static class CountriesApp
{
    /// <summary>Builds the service, ready to run or to migrate.</summary>
    public static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateBuilder(args);
        builder.AddEGovService("countries", AddTypes);
        builder.Services.AddSingleton<NamesOverTime>();
        var app = builder.Build();
        app.MapEGovService();
        app.MapGrpcService<CountryRpc>();
        app.MapGrpcService<OrganizationRpc>();
        app.MapGrpcService<PersonRpc>();
        app.MapGrpcService<PositionRpc>();
        app.MapGrpcService<AgreementRpc>();
        app.MapGrpcService<CooperationCenterRpc>();
        app.MapGrpcService<PlaceRpc>();
        app.MapGrpcService<NationalPlanRpc>();
        app.MapGrpcService<AssessmentRpc>();
        app.MapGrpcService<ChangeRpc>();
        app.MapGrpcService<OperationRpc>();
        app.MapGrpcService<OperatorRpc>();
        return app;
    }

    /// <summary>Adds the countries that are missing, as ordinary records with their changes.</summary>
    public static async Task SeedAsync(IServiceProvider provider, CancellationToken cancellation)
    {
        var countries = provider.GetRequiredService<Resource<Country>>();
        // Those that name another country come after it.
        foreach (var country in CountryData.Read().OrderBy(c => c.Statuses.Any(s => s.RelatedCountry.Length > 0)))
        {
            await countries.SeedAsync(country.Iso2, country, cancellation, stored => Completed(stored, country));
        }
    }

    /// <summary>What an older version of the platform did not ship yet; what an editor entered stays.</summary>
    private static Country Completed(Country stored, Country shipped)
    {
        var next = stored.Clone();
        next.Indicators.Add(shipped.Indicators.Where(i => !stored.Indicators.Any(s => s.Scheme == i.Scheme && s.Edition == i.Edition)));
        next.Names.Add(shipped.Names.Where(n => n.Kind == NameKind.Former && stored.Names.All(s => s.Text != n.Text)));
        if (stored.Statuses.Count == 0)
        {
            next.Statuses.Add(shipped.Statuses);
        }

        next.Regions.Add(shipped.Regions.Where(r => stored.Regions.All(s => s.Scheme != r.Scheme)));
        return next;
    }

    private static void AddTypes(ResourceBuilder resources) => resources
        .Add(CountryTable.Type)
        .Add(OrganizationTable.Type)
        .Add(PersonTable.Type)
        .Add(PositionTable.Type)
        .Add(AgreementTable.Type)
        .Add(CooperationCenterTable.Type)
        .Add(PlaceTable.Type)
        .Add(NationalPlanTable.Type)
        .Add(AssessmentTable.Type);
}
