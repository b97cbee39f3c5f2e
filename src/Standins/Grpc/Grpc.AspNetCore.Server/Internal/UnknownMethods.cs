using Grpc.Core;
using Grpc.Protocol;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>Which services have been mapped, so that each is known once.</summary>
internal sealed class ServedServices
{
    public HashSet<string> Names { get; } = new(StringComparer.Ordinal);

    public bool AnyServiceMapped { get; set; }
}

/// <summary>Answers calls to methods and services that are not served with UNIMPLEMENTED.</summary>
internal static class UnknownMethods
{
    public static void Map(IEndpointRouteBuilder builder, ServedServices served, IEnumerable<string> serviceNames)
    {
        if (builder.ServiceProvider.GetRequiredService<IOptions<GrpcServiceOptions>>().Value.IgnoreUnknownServices == true)
        {
            return;
        }

        if (!served.AnyServiceMapped)
        {
            served.AnyServiceMapped = true;
            MapAnswer(builder, "{unknownService}/{unknownMethod}", "Service is unimplemented.");
        }

        foreach (var name in serviceNames.Where(served.Names.Add))
        {
            MapAnswer(builder, name + "/{unknownMethod}", "Method is unimplemented.");
        }
    }

    private static void MapAnswer(IEndpointRouteBuilder builder, string pattern, string detail)
    {
        var route = RoutePatternFactory.Parse(pattern, defaults: null, parameterPolicies: new { unknownMethod = new GrpcRequest() });
        var endpoint = builder.Map(route, http =>
        {
            if (ProtocolCheck.Accept(http))
            {
                ProtocolCheck.Answer(http, StatusCode.Unimplemented, detail);
            }

            return Task.CompletedTask;
        });
        endpoint.Add(e =>
        {
            e.DisplayName = $"gRPC - {detail}";
            e.Metadata.Add(new HttpMethodMetadata(["POST"]));
        });
    }

    // Other requests with two path segments are not ours.
    private sealed class GrpcRequest : IRouteConstraint
    {
        public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
            httpContext is null || HeaderText.IsGrpc(httpContext.Request.ContentType) || GrpcWebText.IsText(httpContext.Request.ContentType) is not null;
    }
}
