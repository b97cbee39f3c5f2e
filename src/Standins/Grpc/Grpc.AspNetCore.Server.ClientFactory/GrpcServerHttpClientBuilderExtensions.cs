using Grpc.AspNetCore.ClientFactory;
using Grpc.AspNetCore.Server.ClientFactory.Internal;
using Grpc.Net.ClientFactory;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

public static class GrpcServerHttpClientBuilderExtensions
{
    public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder) =>
        builder.EnableCallContextPropagation(_ => { });

    /// <summary>Calls made while serving a call end with it: they take over its deadline, if sooner, and its cancellation.</summary>
    public static IHttpClientBuilder EnableCallContextPropagation(this IHttpClientBuilder builder, Action<GrpcContextPropagationOptions> configureOptions)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddHttpContextAccessor();
        builder.Services.Configure(builder.Name, configureOptions);
        return builder.AddInterceptor(InterceptorScope.Channel, services => new PropagationInterceptor(
            services.GetRequiredService<IHttpContextAccessor>(),
            services.GetRequiredService<IOptionsMonitor<GrpcContextPropagationOptions>>().Get(builder.Name)));
    }
}
