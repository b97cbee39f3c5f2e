using System.Security.Cryptography;
using EGovPlatform.TrainingService;
using EGovPlatform.Hosting;
using EGovPlatform.Testing;

namespace EGovPlatform.Training.Tests;

/// <summary>The service over a migrated database of its own, per test class. No other service runs beside it.</summary>
public sealed class TrainingFixture : IAsyncLifetime
{
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static readonly DatabaseTemplate Template = new("training", async connectionString =>
    {
        await using var app = TrainingApp.Build(RunningService.Arguments(Settings(connectionString)));
        await app.MigrateAsync(typeof(TrainingApp).Assembly);
    });

    public TestDatabase Database { get; private set; } = null!;

    public RunningService Service { get; private set; } = null!;

    /// <summary>What the service is configured with.</summary>
    public Microsoft.Extensions.Configuration.IConfiguration Configuration => (Microsoft.Extensions.Configuration.IConfiguration)Service.Services.GetService(typeof(Microsoft.Extensions.Configuration.IConfiguration))!;

    public async ValueTask InitializeAsync()
    {
        Database = await TestDatabase.CreateAsync(Template);
        Service = await RunningService.StartAsync(TrainingApp.Build, Settings(Database.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static IEnumerable<(string Key, string? Value)> Settings(string connectionString) =>
        [("ConnectionStrings:trainingdb", connectionString), ("Personal:MasterKey", MasterKey), ("Personal:EraseDueEvery", "00:00:00")];
}
