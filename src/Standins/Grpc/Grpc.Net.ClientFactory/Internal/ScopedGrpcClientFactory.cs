using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Grpc.Net.ClientFactory.Internal;

/// <summary>Makes clients for one scope over the channels all share.</summary>
internal sealed class ScopedGrpcClientFactory(IServiceProvider services, ChannelCache channels, IOptionsMonitor<GrpcClientFactoryOptions> options, ClientNames names) : GrpcClientFactory
{
    public override TClient CreateClient<TClient>(string name)
    {
        if (!names.Types.TryGetValue(name, out var type) || type != typeof(TClient))
        {
            throw new InvalidOperationException($"No gRPC client '{name}' of type '{typeof(TClient)}' was added.");
        }

        var client = options.Get(name);
        var invoker = channels.Get(name);
        if (client.CallOptionsActions.Count > 0)
        {
            invoker = new ConfiguredCallInvoker(invoker, client.CallOptionsActions, services);
        }

        foreach (var registration in client.InterceptorRegistrations.Where(r => r.Scope == InterceptorScope.Client).Reverse())
        {
            invoker = invoker.Intercept(registration.Creator(services));
        }

        return (TClient)(client.Creator?.Invoke(invoker) ?? ClientFactory<TClient>.Create(services, [invoker]));
    }

    private static class ClientFactory<TClient>
    {
        public static readonly ObjectFactory<TClient> Create = ActivatorUtilities.CreateFactory<TClient>([typeof(CallInvoker)]);
    }
}

/// <summary>Which client each name stands for; written while services are added.</summary>
internal sealed class ClientNames
{
    public Dictionary<string, Type> Types { get; } = new(StringComparer.Ordinal);

    public static ClientNames Of(IServiceCollection services)
    {
        if (services.FirstOrDefault(s => s.ServiceType == typeof(ClientNames))?.ImplementationInstance is ClientNames names)
        {
            return names;
        }

        names = new ClientNames();
        services.AddSingleton(names);
        return names;
    }
}
