using System.Security.Cryptography;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Countries.Tests;

/// <summary>The service over a migrated database of its own, per test class.</summary>
public sealed class CountriesFixture : IAsyncLifetime
{
    internal static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    internal static readonly DatabaseTemplate Template = new("countries", async connectionString =>
    {
        await using var app = CountriesApp.Build(RunningService.Arguments(Settings(connectionString)));
        await app.MigrateAsync(typeof(CountriesApp).Assembly, CountriesApp.SeedAsync);
    });

    private TestDatabase database = null!;
    private RunningService service = null!;
    private ChannelBase channel = null!;

    public TestDatabase Database => database;

    public RunningService Service => service;

    public Metadata Editor { get; } = As(Role.Editor, Role.Approver);

    public Metadata Viewer { get; } = As(Role.Viewer);

    public CountryService.CountryServiceClient Countries => new(channel);

    public OrganizationService.OrganizationServiceClient Organizations => new(channel);

    public PersonService.PersonServiceClient People => new(channel);

    public PositionService.PositionServiceClient Positions => new(channel);

    public AgreementService.AgreementServiceClient Agreements => new(channel);

    public CooperationCenterService.CooperationCenterServiceClient Centers => new(channel);

    public PlaceService.PlaceServiceClient Places => new(channel);

    public ChangeService.ChangeServiceClient Changes => new(channel);

    public NationalPlanService.NationalPlanServiceClient Plans => new(channel);

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(Template);
        service = await RunningService.StartAsync(CountriesApp.Build, Settings(database.ConnectionString));
        channel = service.Channel();
    }

    /// <summary>Runs the seed again, as every start of the migrate step does.</summary>
    public Task SeedAgainAsync() => CountriesApp.SeedAsync(service.Services, CancellationToken.None);

    /// <summary>Runs the migrate step again.</summary>
    public Task MigrateAgainAsync() => service.Services.MigrateAsync(typeof(CountriesApp).Assembly);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    internal static Metadata As(params Role[] roles) => new() { { "authorization", "Bearer " + TestIssuer.Token(roles) } };

    internal static IEnumerable<(string Key, string? Value)> Settings(string connectionString) =>
        [("ConnectionStrings:countriesdb", connectionString), ("Personal:MasterKey", MasterKey)];
}
