using System.Reflection;
using EGovPlatform.Access;
using EGovPlatform.Messaging;
using EGovPlatform.Resources;
using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Hosting;

/// <summary>What all four services do alike: defaults, access, stores, messages, gRPC and JSON, the migrate step.</summary>
public static class ServiceHost
{
    /// <summary>Adds everything a service needs besides its own types.</summary>
    /// <param name="builder">The host.</param>
    /// <param name="service">Its name in lower case: names the database, the log and the queues.</param>
    /// <param name="resources">Adds the service's resource types.</param>
    /// <param name="messaging">What it consumes besides the index of names.</param>
    public static WebApplicationBuilder AddEGovService(
        this WebApplicationBuilder builder, string service, Action<ResourceBuilder> resources, Action<MessagingOptions>? messaging = null)
    {
        builder.AddServiceDefaults();
        builder.Services.AddGrpc().AddJsonTranscoding(json => JsonMapping.Apply(json, service));
        builder.Services.AddEGovAccess(builder.Configuration, builder.Environment);
        builder.AddMutualTls(serves: true);
        // After the access check: what is refused there is counted, not written down.
        builder.Services.AddSingleton<AuditInterceptor>();
        builder.Services.Configure<GrpcServiceOptions>(grpc => grpc.Interceptors.Add<AuditInterceptor>());
        builder.Services.AddSingleton<ServiceChannels>();
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<ServiceToken>(p, service));
        builder.Services.AddSingleton<IRemoteNames>(p => new GrpcRemoteNames(
            p.GetRequiredService<ServiceChannels>().Find, p.GetRequiredService<IHttpContextAccessor>(), p.GetRequiredService<TimeProvider>()));
        resources(builder.Services.AddResources(builder.Configuration, service));
        builder.Services.AddEGovMessaging(builder.Configuration, options =>
        {
            options.Service = service;
            messaging?.Invoke(options);
        });
        return builder;
    }

    /// <summary>Maps what every service answers besides its own methods.</summary>
    public static void MapEGovService(this WebApplication app)
    {
        app.UseEGovAccess();
        app.UseGrpcWeb(new GrpcWebOptions { DefaultEnabled = true });
        app.MapDefaultEndpoints();
    }

    /// <summary>
    /// Runs the service, or, with the argument `migrate`, brings its database to this version and ends: a step of its
    /// own that the services wait for.
    /// </summary>
    /// <param name="app">The built service with its rpc classes mapped.</param>
    /// <param name="args">The command line.</param>
    /// <param name="seed">Loads reference data at migration.</param>
    public static async Task RunEGovServiceAsync(this WebApplication app, string[] args, Func<IServiceProvider, CancellationToken, Task>? seed = null)
    {
        if (args is not ["migrate", ..])
        {
            await app.RunAsync();
            return;
        }

        await app.MigrateAsync(Assembly.GetEntryAssembly()!, seed);
        await app.DisposeAsync();
    }

    /// <summary>The migrate step, also for tests that host a service in their own process.</summary>
    /// <param name="app">The built service.</param>
    /// <param name="service">Assembly whose `Migrations` hold the service's dated SQL.</param>
    /// <param name="seed">Loads reference data.</param>
    public static async Task MigrateAsync(this WebApplication app, Assembly service, Func<IServiceProvider, CancellationToken, Task>? seed = null)
    {
        await app.Services.MigrateAsync(service, app.Lifetime.ApplicationStopping);
        if (seed is not null)
        {
            await seed(app.Services, app.Lifetime.ApplicationStopping);
        }
    }
}
