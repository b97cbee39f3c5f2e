using Grpc.Core;
using Grpc.Health.V1;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using static EGovPlatform.Standins.Grpc.Tests.PeerClient;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace EGovPlatform.Standins.Grpc.Tests;

/// <summary>grpc.health.v1 over ASP.NET Core health checks.</summary>
public sealed class HealthTests
{
    private HealthStatus database = HealthStatus.Healthy;

    [Theory]
    [InlineData(HealthStatus.Healthy, ServingStatus.Serving)]
    [InlineData(HealthStatus.Degraded, ServingStatus.Serving)]
    [InlineData(HealthStatus.Unhealthy, ServingStatus.NotServing)]
    public async Task Check_runs_the_checks(HealthStatus status, ServingStatus serving)
    {
        await using var server = await StartAsync();
        using var channel = server.Channel();
        var client = new Health.HealthClient(channel);
        database = status;
        Assert.Equal(serving, (await client.CheckAsync(new HealthCheckRequest())).Status);
        Assert.Equal(ServingStatus.Serving, (await client.CheckAsync(new HealthCheckRequest { Service = "without" })).Status);
        await FailsAsync(StatusCode.NotFound, async () => await client.CheckAsync(new HealthCheckRequest { Service = "none" }));
    }

    [Fact]
    public async Task Watch_tells_changes_and_the_end()
    {
        var server = await StartAsync();
        using var channel = server.Channel();
        using var call = new Health.HealthClient(channel).Watch(new HealthCheckRequest());
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));

        database = HealthStatus.Unhealthy;
        await PublishAsync(server);
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));

        await PublishAsync(server);
        database = HealthStatus.Degraded;
        await PublishAsync(server);
        Assert.Equal(ServingStatus.Serving, await NextAsync(call));

        var stopping = server.DisposeAsync();
        Assert.Equal(ServingStatus.NotServing, await NextAsync(call));
        Assert.False(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        await stopping;
    }

    [Fact]
    public async Task Watch_of_an_unknown_service_says_so()
    {
        await using var server = await StartAsync();
        using var channel = server.Channel();
        using var call = new Health.HealthClient(channel).Watch(new HealthCheckRequest { Service = "none" });
        Assert.Equal(ServingStatus.ServiceUnknown, await NextAsync(call));
    }

    private static async Task<ServingStatus> NextAsync(AsyncServerStreamingCall<HealthCheckResponse> call)
    {
        Assert.True(await call.ResponseStream.MoveNext(CancellationToken.None).WaitAsync(Patience));
        return call.ResponseStream.Current.Status;
    }

    // What the host does every 30 seconds.
    private static async Task PublishAsync(PeerServer server)
    {
        var report = await server.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync();
        foreach (var publisher in server.Services.GetServices<IHealthCheckPublisher>())
        {
            await publisher.PublishAsync(report, CancellationToken.None);
        }
    }

    private Task<PeerServer> StartAsync() => PeerServer.StartAsync(
        s => s.AddGrpcHealthChecks(o => o.Services.Map("without", c => c.Name != "database"))
            .AddCheck("database", () => new HealthCheckResult(database))
            .AddCheck("self", () => HealthCheckResult.Healthy()),
        app => app.MapGrpcHealthChecksService());
}
