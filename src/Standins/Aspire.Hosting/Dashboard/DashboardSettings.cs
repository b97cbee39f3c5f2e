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
        var settings = new DashboardSettings(
            disabled ? null : Find(configuration, workplace),
            Address(configuration, "ASPNETCORE_URLS"),
            Address(configuration, "ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL"),
            Address(configuration, "ASPIRE_DASHBOARD_OTLP_HTTP_ENDPOINT_URL"),
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

    // The one configured, unless another program (another checkout's dashboard, say) sits on its port.
    private static Uri Address(IConfiguration configuration, string setting)
    {
        var wanted = configuration[setting]?.Split(';')[0] is { Length: > 0 } url ? new UriBuilder(url) : new UriBuilder("http", "127.0.0.1", 0);
        if (wanted.Port <= 0 || !Machine.IsFree(wanted.Port))
        {
            wanted.Port = Machine.FreePort();
        }

        return wanted.Uri;
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
