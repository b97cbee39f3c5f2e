using System.Reflection;
using Aspire.Hosting.Native;
using EGovPlatform.ActivitiesService;
using EGovPlatform.Common.V1;
using EGovPlatform.CountriesService;
using EGovPlatform.Hosting;
using EGovPlatform.IntegrationService;
using EGovPlatform.ReportingService;
using EGovPlatform.Testing;
using EGovPlatform.TrainingService;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;

namespace EGovPlatform.Integration.Tests;

/// <summary>Integration and the four owners in this process, each over a migrated database of its own.</summary>
public class Owners : IAsyncLifetime
{
    private static readonly Dictionary<string, (Func<string[], WebApplication> Build, Assembly Code, Func<IServiceProvider, CancellationToken, Task>? Seed)> Parts = new(StringComparer.Ordinal)
    {
        ["countries"] = (CountriesApp.Build, typeof(CountriesApp).Assembly, CountriesApp.SeedAsync),
        ["activities"] = (ActivitiesApp.Build, typeof(ActivitiesApp).Assembly, null),
        ["training"] = (TrainingApp.Build, typeof(TrainingApp).Assembly, null),
        ["reporting"] = (ReportingApp.Build, typeof(ReportingApp).Assembly, null),
        ["integration"] = (IntegrationApp.Build, typeof(IntegrationApp).Assembly, null),
    };

    private static readonly Dictionary<string, DatabaseTemplate> Templates = Parts.ToDictionary(
        p => p.Key,
        p => new DatabaseTemplate(p.Key, async connectionString =>
        {
            await using var app = p.Value.Build(RunningService.Arguments(Settings(p.Key, connectionString)));
            await app.MigrateAsync(p.Value.Code, p.Value.Seed);
        }),
        StringComparer.Ordinal);

    private readonly Dictionary<string, TestDatabase> databases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunningService> services = new(StringComparer.Ordinal);

    /// <summary>Which services are started; all, unless a test needs fewer.</summary>
    protected virtual IReadOnlyCollection<string> Started => Parts.Keys;

    public TestDatabase Database(string service) => databases[service];

    public RunningService Service(string service) => services[service];

    /// <summary>A channel to a service for an officer.</summary>
    public ChannelBase Channel(string service) => services[service].Channel(Role.Editor, Role.Approver, Role.TrainingOfficer);

    public virtual async ValueTask InitializeAsync()
    {
        var ports = Started.ToDictionary(p => p, _ => (Grpc: Machine.FreePort(), Http: Machine.FreePort()), StringComparer.Ordinal);
        foreach (var name in Started)
        {
            databases[name] = await TestDatabase.CreateAsync(Templates[name]);
            services[name] = await StartAsync(name, [
                ("Kestrel:Endpoints:grpc:Url", $"http://127.0.0.1:{ports[name].Grpc}"),
                ("Kestrel:Endpoints:http:Url", $"http://127.0.0.1:{ports[name].Http}"),
                .. ports.Where(p => p.Key != name).Select(p => ($"services:{p.Key}:grpc:0", (string?)$"http://127.0.0.1:{p.Value.Grpc}")),
                .. ports.Where(p => p.Key != name).Select(p => ($"services:{p.Key}:http:0", (string?)$"http://127.0.0.1:{p.Value.Http}")),
            ]);
        }
    }

    /// <summary>Starts a process of a service over the service's database.</summary>
    public virtual Task<RunningService> StartAsync(string name, params IEnumerable<(string Key, string? Value)> settings) =>
        RunningService.StartAsync(Parts[name].Build, [.. Settings(name, databases[name].ConnectionString), .. settings]);

    /// <summary>Ends a service before the others.</summary>
    public async Task StopAsync(string service)
    {
        services.Remove(service, out var running);
        await running!.DisposeAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var service in services.Values.Reverse())
        {
            await service.DisposeAsync();
        }

        foreach (var database in databases.Values)
        {
            await database.DisposeAsync();
        }
    }

    private static IEnumerable<(string Key, string? Value)> Settings(string service, string connectionString) =>
        [($"ConnectionStrings:{service}db", connectionString), ("Personal:MasterKey", Convert.ToBase64String(new byte[32]))];
}
