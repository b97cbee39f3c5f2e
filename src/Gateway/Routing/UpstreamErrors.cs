using EGovPlatform.Gateway.Door;
using EGovPlatform.Gateway.Errors;
using Grpc.Core;
using Yarp.ReverseProxy.Forwarder;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Says in the caller's protocol what went wrong between here and a service, and what a service answered without a word. Tries again first
/// where it may, so that one await stands around a call and not two.
/// </summary>
internal sealed class UpstreamErrors(RequestDelegate next, GatewayOptions options, ILogger<UpstreamErrors> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var all = context.GetReverseProxyFeature().AvailableDestinations;
        await next(context);
        if (SecondTry.Prepare(context, all))
        {
            await next(context);
        }

        if (context.GetForwarderErrorFeature() is { } failure)
        {
            await ExplainAsync(context, failure);
        }
        else if (!context.Response.HasStarted && context.Response.StatusCode is StatusCodes.Status404NotFound or StatusCodes.Status405MethodNotAllowed)
        {
            await UnknownRoutes.AnswerAsync(context);
        }
    }

    private Task ExplainAsync(HttpContext context, IForwarderErrorFeature failure)
    {
        // What the server found wrong with the request while we read it.
        switch ((failure.Exception as BadHttpRequestException ?? failure.Exception?.InnerException as BadHttpRequestException)?.StatusCode)
        {
            case StatusCodes.Status413PayloadTooLarge:
                return ErrorWriter.WriteAsync(context, BodyLimit.TooLarge(options), StatusCodes.Status413PayloadTooLarge);
            case StatusCodes.Status408RequestTimeout:
                return ErrorWriter.WriteAsync(context, new RpcException(new Status(StatusCode.DeadlineExceeded, "The request came too slowly.")), StatusCodes.Status408RequestTimeout);
            case StatusCodes.Status400BadRequest:
                return ErrorWriter.WriteAsync(context, Access.Errors.Malformed("The request is no good HTTP."));
        }

        if (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted)
        {
            return Task.CompletedTask;
        }

        log.LogWarning("{Service} did not answer: {Error}, {Reason}", context.GetReverseProxyFeature().Cluster.Config.ClusterId, failure.Error, failure.Exception?.Message);
        return failure.Error is ForwarderError.RequestTimedOut
            ? ErrorWriter.WriteAsync(context, new RpcException(new Status(StatusCode.DeadlineExceeded, "The service did not answer in time.")))
            : ErrorWriter.WriteAsync(context, Access.Errors.Unavailable("The service"));
    }
}
