using System.Globalization;
using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Answers one kind of call to one method by the gRPC protocol.</summary>
internal abstract class CallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, MethodOptions options, ILogger logger)
    where TRequest : class where TResponse : class
{
    private readonly CallTelemetry telemetry = new(method.FullName[1..]);

    protected Method<TRequest, TResponse> Method => method;

    // A call that never waits runs here to its end, without a state machine.
    public Task HandleAsync(HttpContext httpContext)
    {
        if (!ProtocolCheck.Accept(httpContext))
        {
            return Task.CompletedTask;
        }

        var context = new GrpcServerCallContext(httpContext, method, options, telemetry);
        httpContext.Response.ContentType = HeaderText.ContentType;
        Task call;
        try
        {
            var compression = context.NegotiateCompression();
            call = InvokeAsync(context, new FrameReader<TRequest>(httpContext.Request.BodyReader, method.RequestMarshaller, options.MaxReceiveMessageSize, compression));
        }
        catch (Exception e)
        {
            call = Task.FromException(e);
        }

        if (!call.IsCompletedSuccessfully)
        {
            return EndAsync(call, context);
        }

        var end = context.EndAsync();
        context.Dispose();
        return end;
    }

    protected abstract Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input);

    /// <summary>Writes the only message, unless the method set a status other than OK.</summary>
    protected Task WriteSingle(GrpcServerCallContext context, TResponse? response)
    {
        if (context.Status.StatusCode == StatusCode.OK)
        {
            context.WriteSingle(response ?? throw new RpcException(new Status(StatusCode.Cancelled, "No message returned from method.")), method.ResponseMarshaller);
        }

        return Task.CompletedTask;
    }

    /// <summary>A stream may be slow and long.</summary>
    protected static void LiftBodyLimits(HttpContext httpContext)
    {
        if (httpContext.Features.Get<IHttpMinRequestBodyDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        if (httpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }
    }

    private async Task EndAsync(Task call, GrpcServerCallContext context)
    {
        using (context)
        {
            context.WatchDeadline();
            try
            {
                await call;
            }
            catch (Exception e)
            {
                context.SetStatus(e);
                Log(e, context);
            }

            await context.EndAsync();
        }
    }

    private void Log(Exception exception, GrpcServerCallContext context)
    {
        if (exception is RpcException)
        {
            // Without its detail, which may repeat what was sent.
            logger.LogInformation("{Method} ended with {Status}.", method.FullName, context.Status.StatusCode);
        }
        else if (context.Status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
        {
            logger.LogDebug(exception, "{Method} was cancelled: {Status}.", method.FullName, context.Status.StatusCode);
        }
        else
        {
            logger.LogError(exception, "{Method} threw an exception.", method.FullName);
        }
    }
}

/// <summary>Turns away requests that are no gRPC.</summary>
internal static class ProtocolCheck
{
    public static bool Accept(HttpContext httpContext)
    {
        if (!HeaderText.IsGrpc(httpContext.Request.ContentType))
        {
            Refuse(httpContext, StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{httpContext.Request.ContentType}' is not supported.");
            return false;
        }

        if (!HttpProtocol.IsHttp2(httpContext.Request.Protocol) && !HttpProtocol.IsHttp3(httpContext.Request.Protocol))
        {
            Refuse(httpContext, StatusCodes.Status426UpgradeRequired, $"Request protocol '{httpContext.Request.Protocol}' is not supported.");
            return false;
        }

        return true;
    }

    /// <summary>Ends the call with a status and no message.</summary>
    public static void Answer(HttpContext httpContext, StatusCode code, string detail)
    {
        httpContext.Response.ContentType = HeaderText.ContentType;
        httpContext.Response.Headers[HeaderText.Status] = ((int)code).ToString(CultureInfo.InvariantCulture);
        httpContext.Response.Headers[HeaderText.Message] = HeaderText.PercentEncode(detail);
    }

    private static void Refuse(HttpContext httpContext, int httpStatus, string detail)
    {
        Answer(httpContext, StatusCode.Internal, detail);
        httpContext.Response.StatusCode = httpStatus;
    }
}
