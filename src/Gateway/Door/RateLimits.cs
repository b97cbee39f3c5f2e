using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using EGovPlatform.Gateway.Errors;
using Microsoft.AspNetCore.RateLimiting;
using Yarp.ReverseProxy.Model;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Token buckets of this process for proxied calls: one per credential, and a larger one per network address, which a
/// client cannot multiply by inventing tokens.
/// </summary>
internal static class RateLimits
{
    public static void Configure(RateLimiterOptions limiter, GatewayOptions options)
    {
        limiter.GlobalLimiter = PartitionedRateLimiter.CreateChained(
            Limiter(options, 1, Credential),
            Limiter(options, options.AddressFactor, Address));
        limiter.OnRejected = (rejected, _) =>
        {
            var delay = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : TimeSpan.FromSeconds(1);
            return new ValueTask(ErrorWriter.WriteAsync(rejected.HttpContext, Access.Errors.RateLimited(delay)));
        };
    }

    private static PartitionedRateLimiter<HttpContext> Limiter(GatewayOptions options, int factor, Func<HttpContext, string> client) =>
        PartitionedRateLimiter.Create<HttpContext, string>(context =>
            context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is null
                ? RateLimitPartition.GetNoLimiter("")
                : RateLimitPartition.GetTokenBucketLimiter(client(context), _ => Bucket(options, factor)));

    private static TokenBucketRateLimiterOptions Bucket(GatewayOptions options, int factor) => new()
    {
        TokenLimit = options.CallBurst * factor,
        TokensPerPeriod = Math.Max(1, options.CallsPerSecond * factor / 10),
        ReplenishmentPeriod = options.CallsPerSecond * factor >= 10 ? TimeSpan.FromMilliseconds(100) : TimeSpan.FromSeconds(1.0 / (options.CallsPerSecond * factor)),
        AutoReplenishment = true,
        QueueLimit = 0,
    };

    // The token itself is not kept, only a digest.
    private static string Credential(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { Length: > 0 } token
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16))
            : Address(context);

    private static string Address(HttpContext context) => context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
}
