using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Goes to another replica, once, where that cannot do a thing twice: the connection was never made, or the call only reads and has no
/// body. Everything else is for the client to repeat, with the same `request_id`.
/// </summary>
internal static class SecondTry
{
    /// <summary>Makes a failed call ready to go to another replica; false when it may not, or there is none.</summary>
    /// <param name="context">The call.</param>
    /// <param name="all">The replicas there were to choose from.</param>
    public static bool Prepare(HttpContext context, IReadOnlyList<DestinationState> all)
    {
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return false;
        }

        var proxy = context.GetReverseProxyFeature();
        var others = all.Where(d => d != proxy.ProxiedDestination).ToList();
        if (others.Count == 0 || !(NeverConnected(failure) || OnlyReads(context.Request)))
        {
            return false;
        }

        proxy.AvailableDestinations = others;
        proxy.ProxiedDestination = null;
        context.Features.Set<IForwarderErrorFeature>(null);
        context.Response.Clear();
        return true;
    }

    private static bool NeverConnected(IForwarderErrorFeature failure) =>
        failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static bool OnlyReads(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
