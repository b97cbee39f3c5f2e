using System.Net;
using EGovPlatform.OpenApi;
using Google.Protobuf.Reflection;
using Yarp.ReverseProxy.Configuration;
using Yarp.ReverseProxy.Forwarder;

namespace EGovPlatform.Gateway.Routing;

/// <summary>Which service answers which path, from the contracts: gRPC and gRPC-Web by the service's name, REST by the first words of the HTTP rules.</summary>
internal static class ProxyRoutes
{
    // One more beat than the heartbeat of watches, 15 s, with time to spare.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(60);

    // A replica that is not ready gets no calls while another is; when none is, all are tried.
    private static readonly HealthCheckConfig Health = new()
    {
        AvailableDestinationsPolicy = "HealthyOrPanic",
        Active = new ActiveHealthCheckConfig { Enabled = true, Interval = TimeSpan.FromSeconds(5), Timeout = TimeSpan.FromSeconds(3), Policy = "ConsecutiveFailures", Path = "/health" },
    };

    private static readonly Lazy<IReadOnlyList<FileDescriptor>> Files = new(ContractFiles.Load);
    private static readonly Lazy<IReadOnlyList<RestRoute>> Rest = new(() => RestRoutes.Of(Files.Value));

    private static IEnumerable<string> Areas => Rest.Value.Select(r => r.Area).Distinct();

    public static IReadOnlyList<RouteConfig> Routes() =>
    [
        // Whole names are looked up; a pattern within a segment would be tried on every call, for each area.
        .. RestRoutes.Services(Files.Value).Select(s => Route($"{s.FullName} grpc", $"/{s.FullName}/{{method}}", $"{RestRoute.AreaOf(s)}-grpc")),
        .. Rest.Value.DistinctBy(r => r.Prefix).SelectMany(r => new[]
        {
            Route($"{r.Prefix} rest", $"{r.Prefix}/{{**rest}}", $"{r.Area}-http"),
            Route($"{r.Prefix} rest verb", $"{r.Prefix}:{{verb}}", $"{r.Area}-http"),
        }),
    ];

    /// <exception cref="InvalidOperationException">A service has no address; the message names the setting.</exception>
    public static IReadOnlyList<ClusterConfig> Clusters(IConfiguration configuration) =>
    [
        .. Areas.Select(area => Cluster(configuration, area, "grpc", HttpVersion.Version20)),
        .. Areas.Select(area => Cluster(configuration, area, "http", HttpVersion.Version11)),
    ];

    /// <summary>The service behind a cluster.</summary>
    public static string Area(string cluster) => cluster[..cluster.LastIndexOf('-')];

    /// <summary>The cluster of the same service's HTTP/1.1 endpoint.</summary>
    public static string Http(string cluster) => $"{Area(cluster)}-http";

    /// <summary>True for a cluster of HTTP/1.1 endpoints.</summary>
    public static bool IsHttp(string? cluster) => cluster?.EndsWith("-http", StringComparison.Ordinal) ?? false;

    private static RouteConfig Route(string id, string path, string cluster) =>
        new() { RouteId = id, ClusterId = cluster, CorsPolicy = "Default", Match = new RouteMatch { Path = path } };

    private static ClusterConfig Cluster(IConfiguration configuration, string area, string endpoint, Version version)
    {
        var addresses = configuration.GetSection($"services:{area}:{endpoint}").GetChildren().Select(c => c.Value).OfType<string>().ToList();
        return addresses.Count == 0
            ? throw new InvalidOperationException($"The address of {area} is missing: set services__{area}__{endpoint}__0.")
            : new ClusterConfig
            {
                ClusterId = $"{area}-{endpoint}",
                Destinations = addresses.Index().ToDictionary(a => $"{area}-{endpoint}-{a.Index}", a => new DestinationConfig { Address = a.Item }),
                HealthCheck = Health,
                HttpClient = new HttpClientConfig { EnableMultipleHttp2Connections = true },
                HttpRequest = new ForwarderRequestConfig
                {
                    Version = version,
                    VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                    ActivityTimeout = Silence,
                },
            };
    }
}
