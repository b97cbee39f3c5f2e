using Microsoft.AspNetCore.Cors.Infrastructure;

namespace EGovPlatform.Gateway.Door;

/// <summary>Lets pages of the configured origins call by gRPC-Web and JSON. Credentials are tokens in a header, never cookies.</summary>
internal static class BrowserOrigins
{
    // What a gRPC-Web client reads from the headers of a call that failed at once, and what a JSON client needs.
    private static readonly string[] Exposed =
        ["grpc-status", "grpc-message", "grpc-status-details-bin", "grpc-encoding", "etag", "retry-after", "content-disposition"];

    public static void Configure(CorsOptions cors, GatewayOptions options) => cors.AddDefaultPolicy(policy => policy
        .WithOrigins([.. options.AllowedOrigins])
        .AllowAnyHeader()
        .AllowAnyMethod()
        .WithExposedHeaders(Exposed)
        .SetPreflightMaxAge(TimeSpan.FromHours(1)));
}
