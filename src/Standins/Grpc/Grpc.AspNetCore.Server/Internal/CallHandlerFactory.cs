using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Makes the handlers of a service's methods, once per method when the service is mapped.</summary>
internal sealed class CallHandlerFactory<TService>(IServiceProvider services)
    where TService : class
{
    private readonly ILogger logger = services.GetRequiredService<ILoggerFactory>().CreateLogger<TService>();
    private readonly ServiceActivator<TService> activator = new(services);

    public MethodOptions Options { get; } = MethodOptions.Create<TService>(services);

    public CallHandler<TRequest, TResponse> Unary<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class =>
        new UnaryCallHandler<TRequest, TResponse>(method, MethodInvokers.Unary(invoker, activator, Options), Options, logger);

    public CallHandler<TRequest, TResponse> ServerStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class =>
        new ServerStreamingCallHandler<TRequest, TResponse>(method, MethodInvokers.ServerStreaming(invoker, activator, Options), Options, logger);

    public CallHandler<TRequest, TResponse> ClientStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class =>
        new ClientStreamingCallHandler<TRequest, TResponse>(method, MethodInvokers.ClientStreaming(invoker, activator, Options), Options, logger);

    public CallHandler<TRequest, TResponse> DuplexStreaming<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class =>
        new DuplexStreamingCallHandler<TRequest, TResponse>(method, MethodInvokers.DuplexStreaming(invoker, activator, Options), Options, logger);
}
