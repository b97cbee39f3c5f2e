using Grpc.Core;
using Grpc.Protocol;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class UnaryCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> invoker, MethodOptions options, ILogger logger)
    : CallHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class where TResponse : class
{
    protected override Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input)
    {
        // The deadline cancels the read itself.
        var request = input.ReadSingleAsync(CancellationToken.None);
        if (!request.IsCompletedSuccessfully)
        {
            return ReadAsync(context, request);
        }

        var response = invoker(request.Result, context);
        return response.IsCompletedSuccessfully ? WriteSingle(context, response.Result) : AnswerAsync(context, response);
    }

    private async Task ReadAsync(GrpcServerCallContext context, ValueTask<TRequest> request) =>
        await AnswerAsync(context, invoker(await request, context));

    private async Task AnswerAsync(GrpcServerCallContext context, Task<TResponse> response) => await WriteSingle(context, await response);
}

internal sealed class ServerStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse> invoker, MethodOptions options, ILogger logger)
    : CallHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class where TResponse : class
{
    protected override async Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input)
    {
        // The deadline cancels the read itself.
        var request = await input.ReadSingleAsync(CancellationToken.None);
        await invoker(request, new MessageStreamWriter<TResponse>(context, Method.ResponseMarshaller), context);
    }
}

internal sealed class ClientStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse> invoker, MethodOptions options, ILogger logger)
    : CallHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class where TResponse : class
{
    protected override async Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input)
    {
        LiftBodyLimits(context.HttpContext);
        await WriteSingle(context, await invoker(new MessageStreamReader<TRequest>(input, context.CancellationToken), context));
    }
}

internal sealed class DuplexStreamingCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse> invoker, MethodOptions options, ILogger logger)
    : CallHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class where TResponse : class
{
    protected override Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input)
    {
        LiftBodyLimits(context.HttpContext);
        return invoker(
            new MessageStreamReader<TRequest>(input, context.CancellationToken),
            new MessageStreamWriter<TResponse>(context, Method.ResponseMarshaller),
            context);
    }
}
