using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Net.Client;

namespace EGovPlatform.Faults.Tests;

/// <summary>One installation for the tests that let a process die within long work.</summary>
public sealed class CrashSite : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private Safe? safe;
    private Installation? site;

    internal Installation Site => site!;

    internal Safe Safe => safe!;

    public async ValueTask InitializeAsync()
    {
        safe = new Safe();
        site = await Installation.StartAsync(safe, replicas: 1);
    }

    public async ValueTask DisposeAsync()
    {
        if (site is not null)
        {
            await site.DisposeAsync();
        }

        safe?.Dispose();
    }

    /// <summary>A channel through the gateway.</summary>
    internal GrpcChannel Channel(params Role[] roles) => GrpcChannel.ForAddress($"http://127.0.0.1:{Site.Gateways[0].GrpcPort}", new GrpcChannelOptions
    {
        HttpHandler = new BearerHandler(TestIssuer.Token(roles), new SocketsHttpHandler()),
        DisposeHttpClient = true,
    });

    internal Replica Replica(string service) => Site.All.Single(r => r.Service == service);

    /// <summary>Starts a process anew so that it dies at a crash point.</summary>
    internal async Task ArmAsync(string service, string crashPoint)
    {
        await Replica(service).StopAsync();
        Replica(service).Start(crashPoint);
        await Replica(service).ReadyAsync();
    }

    /// <summary>Waits for its death and starts it without a crash point.</summary>
    internal async Task DiedAsync(string service)
    {
        await Eventually.Async($"{service} to die", () => Replica(service).ProcessId == 0, Limit);
        Replica(service).Start();
        await Replica(service).ReadyAsync();
    }
}
