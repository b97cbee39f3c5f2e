using Grpc.Core;
using Grpc.Core.Interceptors;
using Grpc.Net.Client;
using Grpc.Net.ClientFactory;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Configures a client further.</summary>
public static class GrpcHttpClientBuilderExtensions
{
    public static IHttpClientBuilder ConfigureChannel(this IHttpClientBuilder builder, Action<GrpcChannelOptions> configureChannel) =>
        builder.ConfigureChannel((_, options) => configureChannel(options));

    public static IHttpClientBuilder ConfigureChannel(this IHttpClientBuilder builder, Action<IServiceProvider, GrpcChannelOptions> configureChannel) =>
        builder.Configure((provider, options) => options.ChannelOptionsActions.Add(channel => configureChannel(provider, channel)));

    /// <summary>Adds an interceptor taken from the services, once per channel.</summary>
    public static IHttpClientBuilder AddInterceptor<TInterceptor>(this IHttpClientBuilder builder)
        where TInterceptor : Interceptor => builder.AddInterceptor<TInterceptor>(InterceptorScope.Channel);

    public static IHttpClientBuilder AddInterceptor<TInterceptor>(this IHttpClientBuilder builder, InterceptorScope scope)
        where TInterceptor : Interceptor => builder.AddInterceptor(scope, provider => provider.GetRequiredService<TInterceptor>());

    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, Func<Interceptor> configureInvoker) =>
        builder.AddInterceptor(InterceptorScope.Channel, _ => configureInvoker());

    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, Func<IServiceProvider, Interceptor> configureInvoker) =>
        builder.AddInterceptor(InterceptorScope.Channel, configureInvoker);

    public static IHttpClientBuilder AddInterceptor(this IHttpClientBuilder builder, InterceptorScope scope, Func<IServiceProvider, Interceptor> configureInvoker) =>
        builder.Configure((_, options) => options.InterceptorRegistrations.Add(new InterceptorRegistration(scope, configureInvoker)));

    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, Func<AuthInterceptorContext, Metadata, Task> authInterceptor) =>
        builder.AddCallCredentials((context, metadata, _) => authInterceptor(context, metadata));

    /// <summary>Lets each call take headers from the services of the scope its client came from.</summary>
    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, Func<AuthInterceptorContext, Metadata, IServiceProvider, Task> authInterceptor)
    {
        ArgumentNullException.ThrowIfNull(authInterceptor);
        return builder.Configure((_, options) => options.CallOptionsActions.Add(context =>
        {
            var services = context.ServiceProvider;
            Add(context, CallCredentials.FromInterceptor((auth, metadata) => authInterceptor(auth, metadata, services)));
        }));
    }

    public static IHttpClientBuilder AddCallCredentials(this IHttpClientBuilder builder, CallCredentials credentials)
    {
        ArgumentNullException.ThrowIfNull(credentials);
        return builder.Configure((_, options) => options.CallOptionsActions.Add(context => Add(context, credentials)));
    }

    public static IHttpClientBuilder ConfigureGrpcClientCreator(this IHttpClientBuilder builder, Func<CallInvoker, object> configureCreator) =>
        builder.Configure((_, options) => options.Creator = configureCreator);

    private static void Add(CallOptionsContext context, CallCredentials credentials) =>
        context.CallOptions = context.CallOptions.WithCredentials(
            context.CallOptions.Credentials is { } given ? CallCredentials.Compose(given, credentials) : credentials);

    private static IHttpClientBuilder Configure(this IHttpClientBuilder builder, Action<IServiceProvider, GrpcClientFactoryOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptions<GrpcClientFactoryOptions>(builder.Name).Configure<IServiceProvider>((options, provider) => configure(provider, options));
        return builder;
    }
}
