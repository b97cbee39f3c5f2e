using EGovPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service has in common: telemetry and health.</summary>
public static class Extensions
{
    private const string Live = "live";

    public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        builder.Logging.ClearProviders();
        if (builder.Environment.IsDevelopment())
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        }
        else
        {
            builder.Logging.AddJsonConsole();
        }

        // A line per request says less than its trace, and its address may carry what a user typed.
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        Telemetry.Add(builder);
        builder.Services.AddTransient<IStartupFilter, ServerSpans>();
        builder.Services.AddTransient<IStartupFilter, HealthDoor>();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        builder.Services.AddSingleton<Drain>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Drain>());
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddHostedService<StartGarbage>();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Drain.Longest(builder.Configuration));
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (200 when every check passes: ready for work) and <c>/alive</c> (200 when the process answers at all).
    /// Both are open: they say a word and nothing about data.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        var drain = app.Services.GetRequiredService<Drain>();
        app.MapHealthChecks("/health", new HealthCheckOptions
        {
            ResponseWriter = (context, report) =>
            {
                context.Response.StatusCode = drain.IsDraining ? StatusCodes.Status503ServiceUnavailable : context.Response.StatusCode;
                context.Response.ContentType = "text/plain";
                return context.Response.WriteAsync(drain.IsDraining ? "Draining" : report.Status.ToString());
            },
        }).AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) }).AllowAnonymous();
        return app;
    }
}
