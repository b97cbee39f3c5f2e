using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace EGovPlatform.Access;

/// <summary>Fills the policy table once all endpoints are mapped and before the server listens; a gap stops the process.</summary>
internal sealed class PolicyStartupFilter(PolicyTable policies, IHostEnvironment environment) : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        next(app);
        var mapped = app.ApplicationServices.GetRequiredService<EndpointDataSource>().Endpoints
            .Select(e => e.Metadata.GetMetadata<GrpcMethodMetadata>())
            .OfType<GrpcMethodMetadata>()
            .Select(m => (m.ServiceType, m.Method.FullName))
            .ToList();
        if (!environment.IsDevelopment() && mapped.Find(m => m.FullName.StartsWith("/grpc.reflection.", StringComparison.Ordinal)).FullName is { } reflection)
        {
            throw new UnsafeSettingException("MapGrpcReflectionService", environment.EnvironmentName, $"is called ({reflection})");
        }

        if (!environment.IsDevelopment() && app.ApplicationServices.GetRequiredService<IOptions<GrpcServiceOptions>>().Value.EnableDetailedErrors == true)
        {
            throw new UnsafeSettingException("GrpcServiceOptions.EnableDetailedErrors", environment.EnvironmentName, "is on");
        }

        policies.Load(mapped);
    };
}
