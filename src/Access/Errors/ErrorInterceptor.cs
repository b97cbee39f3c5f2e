using System.Data.Common;
using System.Diagnostics;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Access;

/// <summary>Turns what no handler expected into an error that tells the caller nothing of our inside; the log has the rest.</summary>
public sealed class ErrorInterceptor(ILogger<ErrorInterceptor> logger, TimeProvider time) : Interceptor
{
    // SQL: character_not_in_repertoire. Of all that protobuf takes for text, PostgreSQL refuses NUL alone.
    private const string NoCharacter = "22021";
    private const string ReadOnly = "25006";

    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Task<TResponse> answer;
        try
        {
            answer = continuation(request, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }

        // Most reads are answered by now.
        return answer.IsCompletedSuccessfully ? answer : AwaitAsync(answer, context);
    }

    public override async Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            return await continuation(requestStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(request, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    public override async Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        try
        {
            await continuation(requestStream, responseStream, context);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    private async Task<TResponse> AwaitAsync<TResponse>(Task<TResponse> answer, ServerCallContext context)
    {
        try
        {
            return await answer;
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw Translate(e, context);
        }
    }

    // Without a state it was the driver that found no server to ask; of several, none may be the primary just now.
    private static bool IsUnreachable(DbException failure) => failure.IsTransient || failure.SqlState is null or ReadOnly;

    private RpcException Translate(Exception exception, ServerCallContext context)
    {
        if (context.CancellationToken.IsCancellationRequested)
        {
            // A canceled command may surface as any exception of its driver; the caller is gone or out of time either way.
            return context.Deadline <= time.GetUtcNow().UtcDateTime
                ? new RpcException(new Status(StatusCode.DeadlineExceeded, "The deadline passed."))
                : new RpcException(Status.DefaultCancelled);
        }

        if (exception is DbException failure && IsUnreachable(failure))
        {
            logger.LogWarning(exception, "{Method} found its database unreachable", context.Method);
            return Errors.Unavailable("The database");
        }

        if (exception is DbException { SqlState: NoCharacter })
        {
            return Errors.Malformed("A text holds the character NUL, which no text of a record may.");
        }

        var traceId = Activity.Current?.TraceId.ToString() ?? Guid.CreateVersion7().ToString("N");
        logger.LogError(exception, "{Method} failed, trace {TraceId}", context.Method, traceId);
        return Errors.Internal(traceId);
    }
}
