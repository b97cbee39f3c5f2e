using System.Security.Cryptography;
using EGovPlatform.ActivitiesService;
using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>Activities beside the real owner of posts and organizations, which conflicts of interest are read from.</summary>
public sealed class SelectionFixture : IAsyncLifetime
{
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static readonly DatabaseTemplate Activities = new("activitiesbesideowner", async c =>
    {
        await using var app = ActivitiesApp.Build(RunningService.Arguments(Settings("activities", c)));
        await app.MigrateAsync(typeof(ActivitiesApp).Assembly);
    });

    private static readonly DatabaseTemplate Countries = new("countriesowner", async c =>
    {
        await using var app = CountriesApp.Build(RunningService.Arguments(Settings("countries", c)));
        await app.MigrateAsync(typeof(CountriesApp).Assembly, CountriesApp.SeedAsync);
    });

    private TestDatabase owner = null!;

    public TestDatabase Database { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public RunningService Owner { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        owner = await TestDatabase.CreateAsync(Countries);
        Database = await TestDatabase.CreateAsync(Activities);
        Owner = await RunningService.StartAsync(CountriesApp.Build, Settings("countries", owner.ConnectionString));
        Service = await RunningService.StartAsync(ActivitiesApp.Build, [.. Settings("activities", Database.ConnectionString), ("services:countries:grpc:0", Owner.Grpc.ToString())]);
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Owner.DisposeAsync();
        await Database.DisposeAsync();
        await owner.DisposeAsync();
    }

    private static IEnumerable<(string Key, string? Value)> Settings(string service, string connectionString) =>
        [($"ConnectionStrings:{service}db", connectionString), ("Personal:MasterKey", MasterKey)];
}
