using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting.Native;
using Aspire.Hosting.Orchestration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Dashboard;

/// <summary>Serves the resource service and runs the dashboard on it.</summary>
internal sealed class DashboardHost(
    DashboardSettings settings,
    Workplace workplace,
    ResourceBoard board,
    Orchestrator orchestrator,
    IConfiguration configuration,
    IHostEnvironment environment,
    ILogger<DistributedApplication> logger)
{
    private const string KeyHeader = "x-resource-service-api-key";
    private WebApplication? server;
    private ChildProcess? dashboard;

    /// <summary>Where the resource service listens, once started.</summary>
    public Uri? ResourceServiceUrl { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await ServeAsync(cancellationToken);
        if (settings.Program is null)
        {
            logger.LogWarning("The dashboard is not installed (run.sh installs it); going on without it.");
            return;
        }

        dashboard = ChildProcess.Start(new ChildProcessSpec(settings.Program, ["dashboard"])
        {
            WorkingDirectory = Path.GetDirectoryName(settings.Program),
            Environment = Variables(),
            Output = (line, error) => logger.Log(error ? LogLevel.Warning : LogLevel.Debug, "Dashboard: {Line}", line),
        });
        logger.LogInformation("Login to the dashboard at {Url}", settings.LoginUrl);
    }

    public async Task StopAsync()
    {
        if (dashboard is not null)
        {
            await dashboard.StopAsync(TimeSpan.FromSeconds(5));
        }

        if (server is not null)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await server.StopAsync(limit.Token);
            await server.DisposeAsync();
        }
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ApplicationName = environment.ApplicationName });
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(board);
        builder.Services.AddSingleton(orchestrator);
        builder.Services.AddSingleton(environment);
        builder.Services.AddGrpc();
        var url = new Uri(configuration["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] ?? $"http://127.0.0.1:{Machine.FreePort()}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ListenLocalhost(url.Port, listen => listen.Protocols = HttpProtocols.Http2));
        server = builder.Build();
        server.Use(RequireKeyAsync);
        server.MapGrpcService<ResourceService>();
        await server.StartAsync(cancellationToken);
        ResourceServiceUrl = url;
    }

    private Task RequireKeyAsync(HttpContext context, RequestDelegate next)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString());
        if (CryptographicOperations.FixedTimeEquals(given, Encoding.UTF8.GetBytes(settings.ResourceServiceKey)))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    private Dictionary<string, string?> Variables()
    {
        var home = workplace.Folder("dashboard");
        Machine.CreatePrivateFolder(home);
        return new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["HOME"] = home,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
            ["DOTNET_ENVIRONMENT"] = "Production",
            ["ASPNETCORE_URLS"] = settings.FrontendUrl.ToString(),
            ["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"] = settings.OtlpUrl.ToString(),
            ["ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"] = settings.OtlpHttpUrl.ToString(),
            ["ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"] = ResourceServiceUrl!.ToString(),
            ["DASHBOARD__RESOURCESERVICECLIENT__AUTHMODE"] = "ApiKey",
            ["DASHBOARD__RESOURCESERVICECLIENT__APIKEY"] = settings.ResourceServiceKey,
            ["DASHBOARD__FRONTEND__AUTHMODE"] = "BrowserToken",
            ["DASHBOARD__FRONTEND__BROWSERTOKEN"] = settings.BrowserToken,
            ["DASHBOARD__OTLP__AUTHMODE"] = "ApiKey",
            ["DASHBOARD__OTLP__PRIMARYAPIKEY"] = settings.OtlpKey,
            ["DASHBOARD__MCP__DISABLED"] = "true",
            ["DASHBOARD__API__ENABLED"] = "false",
            ["ASPIRE_DASHBOARD_AI_DISABLED"] = "true",
            ["ASPIRE_VERSION_CHECK_DISABLED"] = "true",
            ["ASPIRE_ALLOW_UNSECURED_TRANSPORT"] = "true",
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        };
    }
}
