using System.Threading.Channels;
using Grpc.Core;

namespace EGovPlatform.Client.Testing;

/// <summary>Calls handlers where a channel would send.</summary>
internal sealed class TestInvoker(TestBinder binder) : CallInvoker
{
    public override TResponse BlockingUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request) =>
        Task.Run(() => UnaryAsync(method, new TestCallContext(method.FullName, options), request)).GetAwaiter().GetResult();

    public override AsyncUnaryCall<TResponse> AsyncUnaryCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var context = new TestCallContext(method.FullName, options);
        var answer = UnaryAsync(method, context, request);
        return new AsyncUnaryCall<TResponse>(answer, context.Headers, () => Ended(answer), () => context.ResponseTrailers, () => { });
    }

    public override AsyncServerStreamingCall<TResponse> AsyncServerStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options, TRequest request)
    {
        var context = new TestCallContext(method.FullName, options);
        var messages = Channel.CreateUnbounded<TResponse>();
        var handler = binder.Find<ServerStreamingServerMethod<TRequest, TResponse>>(method.FullName);
        var ended = Task.Run(async () =>
        {
            try
            {
                await (handler?.Invoke(request, new TestStream<TResponse>(messages), context) ?? throw Missing(method.FullName));
                messages.Writer.Complete();
            }
            catch (Exception e)
            {
                messages.Writer.Complete(Known(e));
            }
        });
        return new AsyncServerStreamingCall<TResponse>(new TestStream<TResponse>(messages), context.Headers, () => Ended(ended), () => context.ResponseTrailers, context.Cancel);
    }

    public override AsyncClientStreamingCall<TRequest, TResponse> AsyncClientStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Missing(method.FullName);

    public override AsyncDuplexStreamingCall<TRequest, TResponse> AsyncDuplexStreamingCall<TRequest, TResponse>(Method<TRequest, TResponse> method, string? host, CallOptions options) => throw Missing(method.FullName);

    private async Task<TResponse> UnaryAsync<TRequest, TResponse>(Method<TRequest, TResponse> method, TestCallContext context, TRequest request)
        where TRequest : class
        where TResponse : class
    {
        try
        {
            return await (binder.Find<UnaryServerMethod<TRequest, TResponse>>(method.FullName)?.Invoke(request, context) ?? throw Missing(method.FullName));
        }
        catch (Exception e)
        {
            throw Known(e);
        }
    }

    private static RpcException Missing(string method) => new(new Status(StatusCode.Unimplemented, $"No service with {method} was added."));

    // As over a network: what a service throws that is no status is UNKNOWN, without its words.
    private static RpcException Known(Exception e) => e as RpcException ?? new RpcException(new Status(e is OperationCanceledException ? StatusCode.Cancelled : StatusCode.Unknown, "The service failed."));

    private static Status Ended(Task call) => call.Exception?.InnerException is RpcException error ? error.Status : Status.DefaultSuccess;
}
