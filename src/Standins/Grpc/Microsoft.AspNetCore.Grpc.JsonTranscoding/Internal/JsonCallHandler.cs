using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Runs a method, interceptors included, and writes what it answers.</summary>
internal delegate Task JsonCall<TRequest, TResponse>(TRequest request, JsonResponseWriter<TResponse> output, ServerCallContext context)
    where TRequest : class where TResponse : class;

/// <summary>Answers calls to one method by one HTTP rule.</summary>
internal sealed class JsonCallHandler<TRequest, TResponse>(
    IMethod method,
    JsonCall<TRequest, TResponse> call,
    RequestBinding requestBinding,
    ResponseBinding responseBinding,
    JsonBodies json,
    ErrorResponse errors,
    MethodOptions options,
    ILogger logger)
    where TRequest : class where TResponse : class
{
    private readonly CallTelemetry telemetry = new(method.FullName[1..]);

    public async Task HandleAsync(HttpContext http)
    {
        using var context = new JsonServerCallContext(http, method, options, telemetry);
        int? httpStatus = null;
        try
        {
            var body = requestBinding.HasBody
                ? await RequestBody.ReadAsync(http.Request, options.MaxReceiveMessageSize, requestBinding.IsRaw, context.CancellationToken)
                : default;
            var request = (TRequest)requestBinding.Read(http, body, json);
            await call(request, new JsonResponseWriter<TResponse>(context, responseBinding), context);
        }
        catch (Exception e)
        {
            context.SetStatus(e);
            Log(e, context.Status);
            httpStatus = e is BodyTooLargeException ? StatusCodes.Status413PayloadTooLarge : null;
        }

        context.Record(context.Status);
        if (context.Status.StatusCode != StatusCode.OK)
        {
            await EndWithErrorAsync(http, context, httpStatus);
        }
    }

    private async Task EndWithErrorAsync(HttpContext http, JsonServerCallContext context, int? httpStatus)
    {
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!http.Response.HasStarted)
        {
            await errors.WriteAsync(http, context.Status, context.ResponseTrailers, httpStatus);
            return;
        }

        // The status line is gone: the last line of the stream tells what happened.
        await http.Response.WriteAsync($"{{\"error\":{errors.Body(context.Status, context.ResponseTrailers)}}}\n", CancellationToken.None);
    }

    private void Log(Exception exception, Status status)
    {
        if (exception is RpcException)
        {
            // Without its detail, which may repeat what was sent.
            logger.LogInformation("{Method} ended with {Status}.", method.FullName, status.StatusCode);
        }
        else if (status.StatusCode is StatusCode.Cancelled or StatusCode.DeadlineExceeded)
        {
            logger.LogDebug(exception, "{Method} was cancelled: {Status}.", method.FullName, status.StatusCode);
        }
        else
        {
            logger.LogError(exception, "{Method} threw an exception.", method.FullName);
        }
    }
}
