using System.Security.Cryptography;
using EGovPlatform.Common.V1;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Testing;

/// <summary>A service in this process, on a port of its own, called through real gRPC with tokens of <see cref="TestIssuer"/>.</summary>
public sealed class ServiceUnderTest : IAsyncDisposable
{
    private static readonly string MasterKey = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private readonly WebApplication app;

    private ServiceUnderTest(WebApplication app, GrpcChannel channel)
    {
        this.app = app;
        Channel = channel;
    }

    /// <summary>Connected to the service, without a token.</summary>
    public GrpcChannel Channel { get; }

    /// <summary>The service's own container.</summary>
    public IServiceProvider Services => app.Services;

    /// <summary>Headers of a caller with these roles.</summary>
    public static Metadata As(params Role[] roles) => new() { { "authorization", "Bearer " + TestIssuer.Token(roles) } };

    /// <summary>Starts a service on a migrated database.</summary>
    /// <param name="service">Name in lower case.</param>
    /// <param name="connectionString">Its database.</param>
    /// <param name="add">Adds the service, as its Program does.</param>
    /// <param name="map">Maps its rpc classes.</param>
    public static async Task<ServiceUnderTest> StartAsync(string service, string connectionString, Action<WebApplicationBuilder> add, Action<WebApplication> map)
    {
        var built = Build(service, connectionString, add);
        map(built);
        await built.StartAsync();
        return new ServiceUnderTest(built, GrpcChannel.ForAddress(built.Urls.First()));
    }

    /// <summary>A template whose databases were migrated by the service.</summary>
    public static DatabaseTemplate Template(string service, Action<WebApplicationBuilder> add, Func<WebApplication, Task> migrate) =>
        new(service, async connectionString =>
        {
            await using var built = Build(service, connectionString, add);
            await migrate(built);
        });

    public async ValueTask DisposeAsync()
    {
        Channel.Dispose();
        await app.DisposeAsync();
    }

    private static WebApplication Build(string service, string connectionString, Action<WebApplicationBuilder> add)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { EnvironmentName = "Development" });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            [$"ConnectionStrings:{service}db"] = connectionString,
            ["Access:DevelopmentKey"] = TestIssuer.KeyPath,
            ["Personal:MasterKey"] = MasterKey,
            ["Kestrel:Endpoints:grpc:Url"] = "http://127.0.0.1:0",
            ["Kestrel:Endpoints:grpc:Protocols"] = "Http2",
        });
        builder.Logging.ClearProviders();
        add(builder);
        return builder.Build();
    }
}
