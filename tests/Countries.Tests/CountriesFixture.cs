using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EGovPlatform.Countries.Tests;

/// <summary>The service over a migrated database of its own, per test class.</summary>
public sealed class CountriesFixture : IAsyncLifetime
{
    private static readonly DatabaseTemplate Template = ServiceUnderTest.Template("countries", Add, app => app.MigrateAsync(typeof(CountriesApp).Assembly, CountriesApp.SeedAsync));

    private TestDatabase database = null!;
    private ServiceUnderTest service = null!;

    public TestDatabase Database => database;

    public Metadata Editor { get; } = ServiceUnderTest.As(Role.Editor, Role.Approver);

    public Metadata Viewer { get; } = ServiceUnderTest.As(Role.Viewer);

    public CountryService.CountryServiceClient Countries => new(service.Channel);

    public OrganizationService.OrganizationServiceClient Organizations => new(service.Channel);

    public PersonService.PersonServiceClient People => new(service.Channel);

    public PositionService.PositionServiceClient Positions => new(service.Channel);

    public AgreementService.AgreementServiceClient Agreements => new(service.Channel);

    public CooperationCenterService.CooperationCenterServiceClient Centers => new(service.Channel);

    public PlaceService.PlaceServiceClient Places => new(service.Channel);

    public NationalPlanService.NationalPlanServiceClient Plans => new(service.Channel);

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Template);
        service = await ServiceUnderTest.StartAsync("countries", database.ConnectionString, Add, app => app.MapCountries());
    }

    /// <summary>Runs the seed again, as every start of the migrate step does.</summary>
    public Task SeedAgainAsync() => CountriesApp.SeedAsync(service.Services, CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    private static void Add(WebApplicationBuilder builder) => builder.AddEGovService("countries", CountriesApp.AddTypes);
}
