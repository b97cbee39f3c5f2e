using Yarp.ReverseProxy.Forwarder;
using Yarp.ReverseProxy.Model;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Goes to another replica, once, where that cannot do a thing twice: the connection was never made, or the call only reads and has no
/// body. Everything else is for the client to repeat, with the same `request_id`.
/// </summary>
internal sealed class SecondTry(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var proxy = context.GetReverseProxyFeature();
        var all = proxy.AvailableDestinations;
        await next(context);
        if (context.GetForwarderErrorFeature() is not { } failure || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        var others = all.Where(d => d != proxy.ProxiedDestination).ToList();
        if (others.Count > 0 && (NeverConnected(failure) || OnlyReads(context.Request)))
        {
            proxy.AvailableDestinations = others;
            proxy.ProxiedDestination = null;
            context.Features.Set<IForwarderErrorFeature>(null);
            context.Response.Clear();
            await next(context);
        }
    }

    private static bool NeverConnected(IForwarderErrorFeature failure) =>
        failure.Exception is HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError };

    private static bool OnlyReads(HttpRequest request) => HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method);
}
