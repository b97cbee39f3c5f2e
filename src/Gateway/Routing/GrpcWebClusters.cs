using EGovPlatform.Gateway.Errors;
using Yarp.ReverseProxy;

namespace EGovPlatform.Gateway.Routing;

/// <summary>
/// Sends gRPC-Web to the services' HTTP/1.1 endpoints. Its paths are those of gRPC and only the content type tells them apart; two routes
/// of one path would make the choice for every call of gRPC.
/// </summary>
internal sealed class GrpcWebClusters(RequestDelegate next, IProxyStateLookup clusters)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (Calls.IsGrpcWeb(context.Request)
            && clusters.TryGetCluster(ProxyRoutes.Http(context.GetReverseProxyFeature().Cluster.Config.ClusterId), out var cluster))
        {
            context.ReassignProxyRequest(cluster);
        }

        return next(context);
    }
}
