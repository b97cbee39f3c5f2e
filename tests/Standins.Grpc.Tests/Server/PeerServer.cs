using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>Kestrel with the services of the tests on a free port of 127.0.0.1, HTTP/2 without TLS.</summary>
public sealed class PeerServer : IAsyncDisposable
{
    private readonly WebApplication app;

    private PeerServer(WebApplication app)
    {
        this.app = app;
        Address = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
    }

    public Uri Address { get; }

    public IServiceProvider Services => app.Services;

    public Observations Observations => app.Services.GetRequiredService<Observations>();

    public static async Task<PeerServer> StartAsync(
        Action<IServiceCollection>? services = null,
        Action<WebApplication>? map = null,
        HttpProtocols protocols = HttpProtocols.Http2)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(o => o.Listen(IPAddress.Loopback, 0, l => l.Protocols = protocols));
        builder.Services.AddSingleton<Observations>();
        builder.Services.AddGrpc();
        services?.Invoke(builder.Services);
        var built = builder.Build();
        if (map is null)
        {
            built.MapGrpcService<PeerImplementation>();
        }
        else
        {
            map(built);
        }

        await built.StartAsync();
        return new PeerServer(built);
    }

    public async ValueTask DisposeAsync()
    {
        Observations.Release.TrySetResult();
        await app.StopAsync();
        await app.DisposeAsync();
    }
}
