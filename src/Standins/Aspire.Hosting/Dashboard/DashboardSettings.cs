using System.Globalization;
using Aspire.Hosting.Native;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.Configuration;

namespace Aspire.Hosting.Dashboard;

/// <summary>Addresses and keys of the dashboard, under the names Aspire uses; null program when it is not installed.</summary>
internal sealed record DashboardSettings(string? Program, Uri FrontendUrl, Uri OtlpUrl, Uri OtlpHttpUrl, string BrowserToken, string OtlpKey, string ResourceServiceKey)
{
    public Uri LoginUrl => new(FrontendUrl, "/login?t=" + BrowserToken);

    public static DashboardSettings Read(IConfiguration configuration, Workplace workplace, SecretMask mask, bool disabled)
    {
        Uri Address(string setting) => configuration[setting]?.Split(';')[0] is { Length: > 0 } url
            ? new Uri(url)
            : new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Machine.FreePort()}"));
        var settings = new DashboardSettings(
            disabled ? null : Find(configuration, workplace),
            Address("ASPNETCORE_URLS"),
            Address("ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
            Address("ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"),
            configuration["AppHost:BrowserToken"] ?? workplace.Secret("dashboard-token"),
            configuration["AppHost:OtlpApiKey"] ?? workplace.Secret("dashboard-otlp"),
            workplace.Secret("dashboard-resources"));
        mask.Add(settings.BrowserToken);
        mask.Add(settings.OtlpKey);
        mask.Add(settings.ResourceServiceKey);
        return settings;
    }

    /// <summary>Tells a project where to send its telemetry and under which name.</summary>
    public void WriteTelemetry(IDictionary<string, object> variables, string name, string instance)
    {
        variables["OTEL_SERVICE_NAME"] = name;
        variables["OTEL_RESOURCE_ATTRIBUTES"] = "service.instance.id=" + instance;
        if (Program is null)
        {
            return;
        }

        variables["OTEL_EXPORTER_OTLP_ENDPOINT"] = OtlpUrl.ToString();
        variables["OTEL_EXPORTER_OTLP_PROTOCOL"] = "grpc";
        variables["OTEL_EXPORTER_OTLP_HEADERS"] = "x-otlp-api-key=" + OtlpKey;

        // Someone is watching: send often.
        variables["OTEL_BSP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_BLRP_SCHEDULE_DELAY"] = "1000";
        variables["OTEL_METRIC_EXPORT_INTERVAL"] = "1000";
    }

    // Where the CLI that npm installs into .tools unpacks it ("aspire setup").
    private static string? Find(IConfiguration configuration, Workplace workplace)
    {
        var path = configuration["ASPIRE_DASHBOARD_PATH"]
            ?? Directory.EnumerateDirectories(workplace.Root, ".tools")
                .Select(tools => Path.Combine(tools, "node_modules", "@microsoft"))
                .Where(Directory.Exists)
                .SelectMany(scope => Directory.EnumerateDirectories(scope, "aspire-cli-*"))
                .Select(package => Path.Combine(package, "bundle", "managed", OperatingSystem.IsWindows() ? "aspire-managed.exe" : "aspire-managed"))
                .FirstOrDefault(File.Exists);
        return File.Exists(path) ? path : null;
    }
}
