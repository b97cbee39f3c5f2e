using Grpc.AspNetCore.Server.Internal;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server.Model;

/// <summary>Takes the methods of a service from an <see cref="IServiceMethodProvider{TService}"/>.</summary>
public class ServiceMethodProviderContext<TService>
    where TService : class
{
    private readonly CallHandlerFactory<TService> handlers;

    internal ServiceMethodProviderContext(CallHandlerFactory<TService> handlers) => this.handlers = handlers;

    internal List<MethodEndpoint> Methods { get; } = [];

    public void AddUnaryMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, IList<object> metadata, UnaryServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class => Add(method, metadata, handlers.Unary(method, invoker));

    public void AddServerStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, IList<object> metadata, ServerStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class => Add(method, metadata, handlers.ServerStreaming(method, invoker));

    public void AddClientStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, IList<object> metadata, ClientStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class => Add(method, metadata, handlers.ClientStreaming(method, invoker));

    public void AddDuplexStreamingMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, IList<object> metadata, DuplexStreamingServerMethod<TService, TRequest, TResponse> invoker)
        where TRequest : class where TResponse : class => Add(method, metadata, handlers.DuplexStreaming(method, invoker));

    /// <summary>Adds a method under a route and with a protocol of the caller's choice.</summary>
    public void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, RoutePattern pattern, IList<object> metadata, RequestDelegate invoker)
        where TRequest : class where TResponse : class => Methods.Add(new MethodEndpoint(method, pattern, metadata, invoker));

    private void Add<TRequest, TResponse>(Method<TRequest, TResponse> method, IList<object> metadata, CallHandler<TRequest, TResponse> handler)
        where TRequest : class where TResponse : class => AddMethod(method, RoutePatternFactory.Parse(method.FullName), metadata, handler.HandleAsync);
}

/// <summary>One endpoint to be: a method under a route.</summary>
internal sealed record MethodEndpoint(IMethod Method, RoutePattern Pattern, IList<object> Metadata, RequestDelegate Handler);
