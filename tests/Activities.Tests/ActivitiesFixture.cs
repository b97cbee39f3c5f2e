using System.Security.Cryptography;
using EGovPlatform.ActivitiesService;
using EGovPlatform.Hosting;
using EGovPlatform.Testing;

namespace EGovPlatform.Activities.Tests;

/// <summary>The service over a migrated database of its own, per test class. No other service runs beside it.</summary>
public sealed class ActivitiesFixture : IAsyncLifetime
{
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static readonly DatabaseTemplate Template = new("activities", async connectionString =>
    {
        await using var app = ActivitiesApp.Build(RunningService.Arguments(Settings(connectionString)));
        await app.MigrateAsync(typeof(ActivitiesApp).Assembly);
    });

    public TestDatabase Database { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(Template);
        Service = await RunningService.StartAsync(ActivitiesApp.Build, Settings(Database.ConnectionString));
    }

    /// <summary>A further process of the service over the same database.</summary>
    public Task<RunningService> StartAnotherAsync(params IEnumerable<(string Key, string? Value)> settings) =>
        RunningService.StartAsync(ActivitiesApp.Build, Settings(Database.ConnectionString).Concat(settings));

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static IEnumerable<(string Key, string? Value)> Settings(string connectionString) =>
        [("ConnectionStrings:activitiesdb", connectionString), ("Personal:MasterKey", MasterKey)];
}
