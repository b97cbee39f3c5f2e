using EGovPlatform.ServiceDefaults;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.Hosting;

/// <summary>What every service has in common: telemetry, health, addresses of the others.</summary>
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
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), [Live]);
        return builder;
    }

    /// <summary>
    /// Maps <c>/health</c> (200 when every check passes: ready for work) and <c>/alive</c> (200 when the process answers at all).
    /// Both are open: they say a word and nothing about data.
    /// </summary>
    public static WebApplication MapDefaultEndpoints(this WebApplication app)
    {
        app.MapHealthChecks("/health").AllowAnonymous();
        app.MapHealthChecks("/alive", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Live) }).AllowAnonymous();
        return app;
    }

    /// <summary>The first address of a service's endpoint (<c>grpc</c> or <c>http</c>), from <c>services__{service}__{endpoint}__0</c>.</summary>
    /// <exception cref="InvalidOperationException">It is not configured, or is no absolute address.</exception>
    public static Uri ServiceAddress(this IConfiguration configuration, string service, string endpoint) =>
        configuration.ServiceAddresses(service, endpoint)[0];

    /// <summary>All addresses of a service's endpoint, at least one: <c>services__{service}__{endpoint}__0</c>, <c>__1</c> and so on.</summary>
    /// <exception cref="InvalidOperationException">None is configured, or one is no absolute address.</exception>
    public static IReadOnlyList<Uri> ServiceAddresses(this IConfiguration configuration, string service, string endpoint)
    {
        var missing = new InvalidOperationException($"The address of {service} is missing: set services__{service}__{endpoint}__0.");
        var addresses = configuration.GetSection($"services:{service}:{endpoint}").GetChildren()
            .Select(child => Uri.TryCreate(child.Value, UriKind.Absolute, out var address) ? address : throw missing)
            .ToList();
        return addresses.Count > 0 ? addresses : throw missing;
    }
}
