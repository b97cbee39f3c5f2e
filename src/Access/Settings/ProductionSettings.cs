using System.Data.Common;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;

namespace EGovPlatform.Access;

/// <summary>What every process of the platform refuses to start with outside Development.</summary>
public static class ProductionSettings
{
    // The words that open a server nobody set up: what PostgreSQL's and RabbitMQ's images and guides use, and no password at all.
    private static readonly HashSet<string> Guessed = new(StringComparer.OrdinalIgnoreCase)
    {
        "", "guest", "postgres", "password", "passw0rd", "rabbitmq", "redis", "admin", "root", "secret", "changeme", "egov", "egovplatform", "test", "123456", "12345678",
    };

    private static readonly string[] Truths = ["true", "1", "yes", "on"];

    // What the dashboard and the host that starts it read.
    private static readonly string[] OpenDashboards =
        ["ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "DOTNET_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS", "Dashboard:UnsecuredAllowAnonymous"];

    private static readonly string[] DashboardDoors = ["Dashboard:Frontend:AuthMode", "Dashboard:Otlp:AuthMode", "Dashboard:ResourceServiceClient:AuthMode"];

    /// <summary>Looks through the configuration; Development may have anything.</summary>
    /// <exception cref="UnsafeSettingException">A setting is for Development only.</exception>
    public static void Check(IConfiguration configuration, IHostEnvironment environment)
    {
        if (environment.IsDevelopment())
        {
            return;
        }

        if (Faults(configuration).FirstOrDefault() is { Setting: { } setting, Why: { } why })
        {
            throw new UnsafeSettingException(setting, environment.EnvironmentName, why);
        }
    }

    private static IEnumerable<(string? Setting, string? Why)> Faults(IConfiguration configuration)
    {
        if (configuration["Access:DevelopmentKey"] is { Length: > 0 })
        {
            yield return ("Access:DevelopmentKey", "is set");
        }

        foreach (var provider in configuration.GetSection("Access:Providers").GetChildren().Prepend(configuration.GetSection("Access")))
        {
            foreach (var setting in new[] { "Authority", "MetadataAddress" }.Where(s => IsDevelopmentProvider(provider[s])))
            {
                yield return ($"{provider.Path}:{setting}", "names a provider without https, as the one for local runs is");
            }
        }

        if (IsOn(configuration["DetailedErrors"]))
        {
            yield return ("DetailedErrors", "is on");
        }

        foreach (var setting in OpenDashboards.Where(s => IsOn(configuration[s])))
        {
            yield return (setting, "opens the dashboard to everybody");
        }

        foreach (var setting in DashboardDoors.Where(s => string.Equals(configuration[s], "Unsecured", StringComparison.OrdinalIgnoreCase)))
        {
            yield return (setting, "opens the dashboard to everybody");
        }

        foreach (var connection in configuration.GetSection("ConnectionStrings").GetChildren())
        {
            if (Fault(connection.Value ?? "") is { } why)
            {
                yield return (connection.Path, why);
            }
        }
    }

    private static bool IsDevelopmentProvider(string? address) => Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeHttps;

    private static bool IsOn(string? value) => Truths.Contains(value, StringComparer.OrdinalIgnoreCase);

    private static string? Fault(string connection)
    {
        if (BrokerAddress.TryParse(connection, out var broker))
        {
            var login = broker.First.UserInfo.Split(':', 2).Select(Uri.UnescapeDataString).ToArray();

            // Without a login the client takes the broker's own, guest.
            return IsGuessed(login[0], login.Length > 1 ? login[1] : "") ? "has the broker's default password or one like it" : null;
        }

        if (connection.Contains("Host=", StringComparison.OrdinalIgnoreCase) || connection.Contains("Server=", StringComparison.OrdinalIgnoreCase))
        {
            var parts = new DbConnectionStringBuilder { ConnectionString = connection };
            return IsOn(Part(parts, "Include Error Detail", "IncludeErrorDetail")) ? "tells values of rows in errors (Include Error Detail)"
                // Without a password, a certificate or the network lets the service in, and that is somebody's decision.
                : Part(parts, "Password", "PWD") is { } password && IsGuessed(Part(parts, "Username", "User ID", "User Name", "UID") ?? "", password) ? "has a default password"
                : null;
        }

        return connection.Split(',', StringSplitOptions.TrimEntries).FirstOrDefault(p => p.StartsWith("password=", StringComparison.OrdinalIgnoreCase)) is { } redis && IsGuessed("", redis["password=".Length..])
            ? "has a default password"
            : null;
    }

    private static string? Part(DbConnectionStringBuilder parts, params string[] names) =>
        names.Select(n => parts.TryGetValue(n, out var value) ? value.ToString() : null).FirstOrDefault(v => v is not null);

    private static bool IsGuessed(string user, string password) => Guessed.Contains(password) || string.Equals(user, password, StringComparison.OrdinalIgnoreCase);
}
