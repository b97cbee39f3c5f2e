using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access.Tests;

/// <summary>What code may switch on is refused at start outside Development too.</summary>
public sealed class UnsafeStartTests
{
    [Fact]
    public async Task Reflection_stops_the_start()
    {
        var error = await Assert.ThrowsAsync<UnsafeSettingException>(() => StartAsync("Production", services => services.AddGrpcReflection(), app => app.MapGrpcReflectionService()));
        Assert.Equal("MapGrpcReflectionService", error.Setting);
    }

    [Fact]
    public async Task Detailed_errors_stop_the_start()
    {
        var error = await Assert.ThrowsAsync<UnsafeSettingException>(() => StartAsync("Staging", services => services.AddGrpc(grpc => grpc.EnableDetailedErrors = true), _ => { }));
        Assert.Equal("GrpcServiceOptions.EnableDetailedErrors", error.Setting);
        Assert.Contains("Staging", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_are_taken_in_Development() =>
        await StartAsync("Development", services => services.AddGrpcReflection().AddGrpc(grpc => grpc.EnableDetailedErrors = true), app => app.MapGrpcReflectionService());

    private static async Task StartAsync(string environment, Action<IServiceCollection> add, Action<WebApplication> map)
    {
        var builder = WebApplication.CreateBuilder([$"--environment={environment}", "--Access:Authority=https://login.example.org", "--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        builder.Services.AddGrpc();
        add(builder.Services);
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        await using var app = builder.Build();
        map(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        await app.StopAsync(TestContext.Current.CancellationToken);
    }
}
