using EGovPlatform.Access;
using EGovPlatform.Gateway.Docs;
using EGovPlatform.Gateway.Door;
using EGovPlatform.Gateway.Errors;
using EGovPlatform.Gateway.Keys;
using EGovPlatform.Gateway.Routing;
using EGovPlatform.Gateway.Streams;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Transforms;

namespace EGovPlatform.Gateway;

/// <summary>Puts the gateway together: checks at the door, then the proxy, then the pages it serves itself.</summary>
public static class GatewaySetup
{
    /// <exception cref="UnsafeSettingException">A setting is for Development only.</exception>
    /// <exception cref="InvalidOperationException">A service has no address, or two routes clash.</exception>
    public static WebApplicationBuilder AddGateway(this WebApplicationBuilder builder)
    {
        ProductionSettings.Check(builder.Configuration, builder.Environment);
        var options = builder.Configuration.GetSection("Gateway").Get<GatewayOptions>() ?? new GatewayOptions();
        builder.Services.AddSingleton(options);
        var tls = builder.AddMutualTls(serves: false);
        var tracing = Tracing.Of(builder);
        Framing.RefuseLineFeeds();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.MaxRequestBodyBytes;
            kestrel.Limits.RequestHeadersTimeout = options.HeadTimeout;
            FrontCertificate.Show(kestrel, options);
        });
        builder.Services.AddCors(cors => BrowserOrigins.Configure(cors, options));
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SharedBuckets>();
        builder.Services.AddSingleton<ServiceChannels>();
        builder.Services.AddSingleton(p => ActivatorUtilities.CreateInstance<ServiceToken>(p, "gateway"));
        builder.Services.AddSingleton<KeyExchange>();
        builder.Services.AddHostedService<KeyWatch>();
        builder.Services.AddResponseCompression(Compression.Configure);
        builder.Services.AddOutputCache(OpenDataCache.Configure);
        // It writes a stack trace for each caller that goes away in the middle; UpstreamErrors says in a line what a service failed at.
        builder.Logging.AddFilter("Yarp.ReverseProxy.Forwarder.HttpForwarder", LogLevel.Error);
        builder.Services.AddReverseProxy()
            .LoadFromMemory(ProxyRoutes.Routes(), ProxyRoutes.Clusters(builder.Configuration))
            .AddTransforms(transforms =>
            {
                // A transform costs every answer of its route, and only JSON can be a stream of events.
                if (ProxyRoutes.IsHttp(transforms.Route.ClusterId))
                {
                    transforms.AddResponseTransform(EventStreams.BeginAsync);
                }
            })
            .ConfigureHttpClient((client, handler) =>
            {
                tls.Call(handler, ProxyRoutes.Area(client.ClusterId)).ConnectTimeout = options.ConnectTimeout;
                tracing.Configure(handler);
                handler.PooledConnectionLifetime = options.ConnectionLifetime;
            });
        return builder;
    }

    public static WebApplication MapGateway(this WebApplication app)
    {
        app.UseMiddleware<IncomingHeaders>();
        app.UseMiddleware<Framing>();
        app.UseMiddleware<BodyLimit>();
        app.UseWhen(context => !Calls.IsGrpc(context.Request), rest => rest.UseResponseCompression());
        app.UseApiDocs();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<RateLimiting>();
        app.UseMiddleware<ApiKeys>();
        app.UseWhen(OpenDataCache.Applies, open => open.UseOutputCache());
        app.MapReverseProxy(proxy =>
        {
            proxy.UseMiddleware<EventStreams>();
            proxy.UseMiddleware<GrpcWatches>();
            proxy.UseMiddleware<GrpcWebClusters>();
            proxy.UseMiddleware<CallsAtWork>();
            proxy.UseMiddleware<UpstreamErrors>();
            proxy.UseLoadBalancing();
        });
        app.MapApiDocument();
        app.MapFallback("{**path}", UnknownRoutes.AnswerAsync);
        return app;
    }
}
