using Grpc.AspNetCore.ClientFactory;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server.ClientFactory.Internal;

/// <summary>Gives outgoing calls the deadline and the cancellation of the call being served.</summary>
internal sealed class PropagationInterceptor(IHttpContextAccessor accessor, GrpcContextPropagationOptions options) : Interceptor
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, BlockingUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var (taken, linked) = TakeOver(context);
        using (linked)
        {
            return continuation(request, taken);
        }
    }

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncUnaryCallContinuation<TRequest, TResponse> continuation)
    {
        var (taken, linked) = TakeOver(context);
        var call = continuation(request, taken);
        return linked is null ? call : new AsyncUnaryCall<TResponse>(EndAsync(call.ResponseAsync, linked), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, End(call, linked));
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(TRequest request, ClientInterceptorContext<TRequest, TResponse> context, AsyncServerStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var (taken, linked) = TakeOver(context);
        var call = continuation(request, taken);
        return linked is null ? call : new AsyncServerStreamingCall<TResponse>(call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, End(call, linked));
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncClientStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var (taken, linked) = TakeOver(context);
        var call = continuation(taken);
        return linked is null ? call : new AsyncClientStreamingCall<TRequest, TResponse>(call.RequestStream, EndAsync(call.ResponseAsync, linked), call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, End(call, linked));
    }

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context, AsyncDuplexStreamingCallContinuation<TRequest, TResponse> continuation)
    {
        var (taken, linked) = TakeOver(context);
        var call = continuation(taken);
        return linked is null ? call : new AsyncDuplexStreamingCall<TRequest, TResponse>(call.RequestStream, call.ResponseStream, call.ResponseHeadersAsync, call.GetStatus, call.GetTrailers, End(call, linked));
    }

    // A call with one answer need not be disposed by its caller.
    private static async Task<TResponse> EndAsync<TResponse>(Task<TResponse> response, CancellationTokenSource linked)
    {
        try
        {
            return await response;
        }
        finally
        {
            linked.Dispose();
        }
    }

    private static Action End(IDisposable call, CancellationTokenSource linked) => () =>
    {
        call.Dispose();
        linked.Dispose();
    };

    private (ClientInterceptorContext<TRequest, TResponse> Context, CancellationTokenSource? Linked) TakeOver<TRequest, TResponse>(ClientInterceptorContext<TRequest, TResponse> context)
        where TRequest : class where TResponse : class
    {
        if (accessor.HttpContext?.Features.Get<IServerCallContextFeature>()?.ServerCallContext is not { } served)
        {
            return options.SuppressContextNotFoundErrors
                ? (context, null)
                : throw new InvalidOperationException("Unable to propagate server context values to the call. There is no current gRPC call.");
        }

        var call = context.Options;
        if (served.Deadline < (call.Deadline ?? DateTime.MaxValue))
        {
            call = call.WithDeadline(served.Deadline);
        }

        CancellationTokenSource? linked = null;
        if (served.CancellationToken.CanBeCanceled)
        {
            linked = call.CancellationToken.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(call.CancellationToken, served.CancellationToken) : null;
            call = call.WithCancellationToken(linked?.Token ?? served.CancellationToken);
        }

        return (new ClientInterceptorContext<TRequest, TResponse>(context.Method, context.Host, call), linked);
    }
}
