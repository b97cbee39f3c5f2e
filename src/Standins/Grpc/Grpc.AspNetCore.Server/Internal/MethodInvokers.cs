using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Grpc.Core.Interceptors;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Builds what runs a call: interceptors from the outside in, then the method on a service instance of the call's own.</summary>
internal static class MethodInvokers
{
    public static UnaryServerMethod<TRequest, TResponse> Unary<TService, TRequest, TResponse>(UnaryServerMethod<TService, TRequest, TResponse> invoker, ServiceActivator<TService> activator, MethodOptions options)
        where TService : class where TRequest : class where TResponse : class
    {
        UnaryServerMethod<TRequest, TResponse> method = (request, context) =>
        {
            var service = activator.Activate(context);
            return service.NeedsDisposal ? InvokeAsync(service, request, context) : invoker(service.Instance, request, context);
        };
        foreach (var interceptors in options.Interceptors.Reverse())
        {
            var next = method;
            Func<TRequest, ServerCallContext, UnaryServerMethod<TRequest, TResponse>, Task<TResponse>>? always = null;
            method = (request, context) =>
            {
                if (always is { } intercept)
                {
                    return intercept(request, context, next);
                }

                var interceptor = interceptors.Activate(context);
                if (interceptor.NeedsDisposal)
                {
                    return InterceptAsync(interceptor, request, context, next);
                }

                // The lookup of a generic virtual method costs more than the call: done once where it can be.
                intercept = interceptor.Instance.UnaryServerHandler;
                always = interceptors.IsSingleton ? intercept : null;
                return intercept(request, context, next);
            };
        }

        return method;

        async Task<TResponse> InvokeAsync(Activated<TService> service, TRequest request, ServerCallContext context)
        {
            await using (service)
            {
                return await invoker(service.Instance, request, context);
            }
        }

        static async Task<TResponse> InterceptAsync(Activated<Interceptor> interceptor, TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> next)
        {
            await using (interceptor)
            {
                return await interceptor.Instance.UnaryServerHandler(request, context, next);
            }
        }
    }

    public static ServerStreamingServerMethod<TRequest, TResponse> ServerStreaming<TService, TRequest, TResponse>(ServerStreamingServerMethod<TService, TRequest, TResponse> invoker, ServiceActivator<TService> activator, MethodOptions options)
        where TService : class where TRequest : class where TResponse : class
    {
        ServerStreamingServerMethod<TRequest, TResponse> method = async (request, output, context) =>
        {
            await using var service = activator.Activate(context);
            await invoker(service.Instance, request, output, context);
        };
        foreach (var interceptors in options.Interceptors.Reverse())
        {
            var next = method;
            method = async (request, output, context) =>
            {
                await using var interceptor = interceptors.Activate(context);
                await interceptor.Instance.ServerStreamingServerHandler(request, output, context, next);
            };
        }

        return method;
    }

    public static ClientStreamingServerMethod<TRequest, TResponse> ClientStreaming<TService, TRequest, TResponse>(ClientStreamingServerMethod<TService, TRequest, TResponse> invoker, ServiceActivator<TService> activator, MethodOptions options)
        where TService : class where TRequest : class where TResponse : class
    {
        ClientStreamingServerMethod<TRequest, TResponse> method = async (input, context) =>
        {
            await using var service = activator.Activate(context);
            return await invoker(service.Instance, input, context);
        };
        foreach (var interceptors in options.Interceptors.Reverse())
        {
            var next = method;
            method = async (input, context) =>
            {
                await using var interceptor = interceptors.Activate(context);
                return await interceptor.Instance.ClientStreamingServerHandler(input, context, next);
            };
        }

        return method;
    }

    public static DuplexStreamingServerMethod<TRequest, TResponse> DuplexStreaming<TService, TRequest, TResponse>(DuplexStreamingServerMethod<TService, TRequest, TResponse> invoker, ServiceActivator<TService> activator, MethodOptions options)
        where TService : class where TRequest : class where TResponse : class
    {
        DuplexStreamingServerMethod<TRequest, TResponse> method = async (input, output, context) =>
        {
            await using var service = activator.Activate(context);
            await invoker(service.Instance, input, output, context);
        };
        foreach (var interceptors in options.Interceptors.Reverse())
        {
            var next = method;
            method = async (input, output, context) =>
            {
                await using var interceptor = interceptors.Activate(context);
                await interceptor.Instance.DuplexStreamingServerHandler(input, output, context, next);
            };
        }

        return method;
    }
}
