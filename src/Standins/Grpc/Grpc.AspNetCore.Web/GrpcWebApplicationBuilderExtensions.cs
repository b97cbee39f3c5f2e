using Grpc.AspNetCore.Web;
using Grpc.AspNetCore.Web.Internal;

namespace Microsoft.AspNetCore.Builder;

public static class GrpcWebApplicationBuilderExtensions
{
    /// <summary>Lets browsers call the services that allow it. Stands after routing and before the endpoints.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseGrpcWeb(new GrpcWebOptions());

    /// <inheritdoc cref="UseGrpcWeb(IApplicationBuilder)"/>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);
        return builder.UseMiddleware<GrpcWebMiddleware>(options);
    }
}

public static class GrpcWebEndpointConventionBuilderExtensions
{
    public static TBuilder EnableGrpcWeb<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new EnableGrpcWebAttribute()));
        return builder;
    }

    public static TBuilder DisableGrpcWeb<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Add(endpoint => endpoint.Metadata.Add(new DisableGrpcWebAttribute()));
        return builder;
    }
}
