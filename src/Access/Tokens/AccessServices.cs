using EGovPlatform.Access;
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

public static class AccessServices
{
    /// <summary>
    /// Checks tokens and policies of every gRPC call: default deny. Reads section <c>Access</c>
    /// (<see cref="AccessOptions"/>). Call it beside AddGrpc; nothing has to be added to the pipeline, and
    /// <see cref="Microsoft.AspNetCore.Builder.AccessPipeline.UseEGovAccess"/> makes it cheaper.
    /// </summary>
    /// <exception cref="InvalidOperationException">The configuration is not safe.</exception>
    public static IServiceCollection AddEGovAccess(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        ProductionSettings.Check(configuration, environment);
        var options = AccessOptions.Read(configuration, environment);
        services.TryAddSingleton(TimeProvider.System);
        var tokens = new ValidatedTokens(TimeProvider.System);
        services.AddSingleton(tokens);
        services.AddSingleton<PolicyTable>();
        services.AddSingleton<AccessInterceptor>();
        services.AddSingleton<ErrorInterceptor>();
        services.AddTransient<IStartupFilter, PolicyStartupFilter>();
        services.Configure<GrpcServiceOptions>(grpc =>
        {
            grpc.Interceptors.Add<ErrorInterceptor>();
            grpc.Interceptors.Add<AccessInterceptor>();
        });
        new TokenSchemes(services, options, environment, tokens).Add(configuration);
        return services;
    }
}
