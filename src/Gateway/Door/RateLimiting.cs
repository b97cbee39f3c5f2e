using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EGovPlatform.Gateway.Errors;
using Yarp.ReverseProxy.Model;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Limits proxied calls: one bucket for each credential, and a larger one for each network address, which a client cannot multiply by
/// inventing tokens. Says what is left in the RateLimit headers of IETF's draft.
/// </summary>
internal sealed class RateLimiting(RequestDelegate next, SharedBuckets buckets, GatewayOptions options)
{
    private readonly BucketSize credential = new("credential", options.CallBurst, options.CallsPerSecond);
    private readonly BucketSize address = new("address", options.CallBurst * options.AddressFactor, options.CallsPerSecond * options.AddressFactor);

    // Nearly every call finds its tokens here, and then nothing waits: no state machine stands around the rest of the call.
    public Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is null)
        {
            return next(context);
        }

        var asking = TakeAsync(context);
        return asking.IsCompletedSuccessfully ? GoOnAsync(context, asking.Result) : WaitAsync(context, asking);
    }

    private async Task WaitAsync(HttpContext context, ValueTask<Permit> asking) => await GoOnAsync(context, await asking);

    private Task GoOnAsync(HttpContext context, Permit permit) =>
        permit.Allowed ? next(context) : ErrorWriter.WriteAsync(context, Access.Errors.RateLimited(permit.Wait));

    private async ValueTask<Permit> TakeAsync(HttpContext context)
    {
        var from = context.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        var permit = await buckets.TakeAsync(from, address);
        if (permit.Allowed && Credential(context) is { } token)
        {
            permit = await buckets.TakeAsync(token, credential);
            Tell(context, credential, permit);
        }
        else
        {
            Tell(context, address, permit);
        }

        return permit;
    }

    // The answer of the service replaces no header of ours, and an error written later clears them: so set at the last moment.
    private static void Tell(HttpContext context, BucketSize size, Permit permit) => context.Response.OnStarting(static state =>
    {
        var (response, size, permit) = ((HttpResponse, BucketSize, Permit))state;
        response.Headers["RateLimit-Policy"] = size.Policy;
        response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{size.Name}\";r={permit.Remaining};t={(permit.Allowed ? 0 : (long)Math.Ceiling(permit.Wait.TotalSeconds))}");
        return Task.CompletedTask;
    }, (context.Response, size, permit));

    // The token itself is not kept, only a digest.
    private static string? Credential(HttpContext context) =>
        context.Request.Headers.Authorization.ToString() is { Length: > 0 } token
            ? Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)).AsSpan(0, 16))
            : null;
}
