using Grpc.Core;
using Grpc.Protocol;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

internal sealed class UnaryCallHandler<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse> invoker, MethodOptions options, ILogger logger)
    : CallHandler<TRequest, TResponse>(method, options, logger)
    where TRequest : class where TResponse : class
{
    protected override async Task InvokeAsync(GrpcServerCallContext context, FrameReader<TRequest> input)
    {
        // The deadline cancels the read itself.
        var request = await input.ReadSingleAsync(CancellationToken.None);
        await WriteSingleAsync(context, await invoker(request, context));
    }
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
        await WriteSingleAsync(context, await invoker(new MessageStreamReader<TRequest>(input, context.CancellationToken), context));
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
