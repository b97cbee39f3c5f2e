using System.Collections.Frozen;
using System.Threading.RateLimiting;
using EGovPlatform.Gateway.Door;
using EGovPlatform.Gateway.Errors;
using Yarp.ReverseProxy.Configuration;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Lets so many calls into a service at once, lets as many wait and refuses the rest with RESOURCE_EXHAUSTED, OVERLOADED and RetryInfo: over
/// its capacity a service would else answer all of them too late. A call counts until its answer begins, so streams count for a moment only.
/// </summary>
internal sealed class CallsAtWork(RequestDelegate next, GatewayOptions options, IProxyConfigProvider proxy)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    // Both kinds of endpoints of a service are one service; each of its replicas adds room.
    private readonly FrozenDictionary<string, ConcurrencyLimiter> rooms = proxy.GetConfig().Clusters
        .GroupBy(cluster => ProxyRoutes.Area(cluster.ClusterId))
        .SelectMany(area =>
        {
            var places = options.CallsAtWork * area.Max(cluster => cluster.Destinations!.Count);
            var room = new ConcurrencyLimiter(new ConcurrencyLimiterOptions { PermitLimit = places, QueueLimit = places, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
            return area.Select(cluster => (cluster.ClusterId, room));
        })
        .ToFrozenDictionary(r => r.ClusterId, r => r.room, StringComparer.Ordinal);

    // Nearly every call finds a place, and then no state machine stands around the rest of it.
    public Task InvokeAsync(HttpContext context)
    {
        var room = rooms[context.GetReverseProxyFeature().Cluster.Config.ClusterId];
        var place = room.AttemptAcquire();
        return place.IsAcquired ? EnterAsync(context, place) : WaitAsync(context, room);
    }

    private async Task WaitAsync(HttpContext context, ConcurrencyLimiter room)
    {
        var place = await room.AcquireAsync(1, context.RequestAborted);
        await (place.IsAcquired ? EnterAsync(context, place) : ErrorWriter.WriteAsync(context, Access.Errors.Overloaded(RetryAfter)));
    }

    private Task EnterAsync(HttpContext context, RateLimitLease place)
    {
        context.Response.OnStarting(static place =>
        {
            ((RateLimitLease)place).Dispose();
            return Task.CompletedTask;
        }, place);
        context.Response.RegisterForDispose(place);
        return next(context);
    }
}
