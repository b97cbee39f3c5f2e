using Grpc.Core;
using Grpc.Core.Interceptors;

namespace EGovPlatform.Access;

/// <summary>Decides every call, of every kind and from gRPC and JSON alike, before its handler sees it.</summary>
public sealed class AccessInterceptor(PolicyTable policies) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, context);
    }

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, context);
    }

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(request, responseStream, context);
    }

    public override Task DuplexStreamingServerHandler<TRequest, TResponse>(IAsyncStreamReader<TRequest> requestStream, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, DuplexStreamingServerMethod<TRequest, TResponse> continuation)
    {
        Check(context);
        return continuation(requestStream, responseStream, context);
    }

    private void Check(ServerCallContext context)
    {
        var policy = policies.Find(context.Method);
        if (policy is { Anonymous: true })
        {
            return;
        }

        var caller = context.Caller();
        if (!caller.IsAuthenticated)
        {
            throw Errors.Unauthenticated();
        }

        if (policy is null || !policy.Allows(caller))
        {
            throw Errors.PermissionDenied(context.Method, policy?.Roles.Select(RoleNames.Format) ?? []);
        }
    }
}
