using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>What holds for the methods of one service, after the options of all services and its own.</summary>
internal sealed class MethodOptions
{
    private MethodOptions(GrpcServiceOptions options, IReadOnlyList<InterceptorRegistration> interceptors)
    {
        MaxSendMessageSize = options.MaxSendMessageSize;
        MaxReceiveMessageSize = options.MaxReceiveMessageSize;
        EnableDetailedErrors = options.EnableDetailedErrors ?? false;
        Interceptors = interceptors;
    }

    public int? MaxSendMessageSize { get; }

    public int? MaxReceiveMessageSize { get; }

    public bool EnableDetailedErrors { get; }

    public IReadOnlyList<InterceptorRegistration> Interceptors { get; }

    public static MethodOptions Create<TService>(IServiceProvider services)
        where TService : class
    {
        var all = services.GetRequiredService<IOptions<GrpcServiceOptions>>().Value;
        var own = new GrpcServiceOptions<TService>
        {
            MaxSendMessageSize = all.MaxSendMessageSize,
            MaxReceiveMessageSize = all.MaxReceiveMessageSize,
            EnableDetailedErrors = all.EnableDetailedErrors,
        };
        foreach (var configure in services.GetServices<IConfigureOptions<GrpcServiceOptions<TService>>>())
        {
            configure.Configure(own);
        }

        return new MethodOptions(own, [.. all.Interceptors, .. own.Interceptors]);
    }
}
