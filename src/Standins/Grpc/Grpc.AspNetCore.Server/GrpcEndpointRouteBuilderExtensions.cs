using Grpc.AspNetCore.Server;
using Grpc.AspNetCore.Server.Internal;
using Grpc.AspNetCore.Server.Model;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service, found by its generated base class.</summary>
    /// <exception cref="InvalidOperationException">AddGrpc was not called, or the class serves no method.</exception>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var served = builder.ServiceProvider.GetService<ServedServices>()
            ?? throw new InvalidOperationException("Unable to find the required services. Call 'IServiceCollection.AddGrpc' when configuring services.");

        var context = new ServiceMethodProviderContext<TService>(new CallHandlerFactory<TService>(builder.ServiceProvider));
        foreach (var provider in builder.ServiceProvider.GetServices<IServiceMethodProvider<TService>>())
        {
            provider.OnServiceMethodDiscovery(context);
        }

        if (context.Methods.Count == 0)
        {
            throw new InvalidOperationException($"{typeof(TService)} serves no method: it must derive from a generated base class.");
        }

        List<IEndpointConventionBuilder> endpoints = [.. context.Methods.Select(m => Map(builder, typeof(TService), m))];
        served.Names.UnionWith(context.Methods.Select(m => m.Method.ServiceName));
        return new GrpcServiceEndpointConventionBuilder(endpoints);
    }

    private static IEndpointConventionBuilder Map(IEndpointRouteBuilder builder, Type serviceType, MethodEndpoint method)
    {
        var endpoint = builder.Map(method.Pattern, method.Handler);
        endpoint.Add(e =>
        {
            e.DisplayName = $"gRPC - {method.Pattern.RawText}";
            e.Metadata.Add(new GrpcMethodMetadata(serviceType, method.Method));
            foreach (var item in method.Metadata)
            {
                e.Metadata.Add(item);
            }
        });
        return endpoint;
    }
}
