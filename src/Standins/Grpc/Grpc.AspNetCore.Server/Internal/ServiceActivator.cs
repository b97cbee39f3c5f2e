using Grpc.Core;
using Grpc.Core.Interceptors;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>An object of one call. What the container made, the container disposes; what was made here is disposed here.</summary>
internal readonly struct Activated<T>(T instance, bool made) : IAsyncDisposable
    where T : class
{
    public T Instance => instance;

    /// <summary>Whether there is something to do after the call.</summary>
    public bool NeedsDisposal => made && instance is IAsyncDisposable or IDisposable;

    public ValueTask DisposeAsync()
    {
        if (made && instance is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        if (made && instance is IDisposable disposable)
        {
            disposable.Dispose();
        }

        return ValueTask.CompletedTask;
    }
}

internal sealed class ServiceActivator<TService>(IServiceProvider root)
    where TService : class
{
    private readonly ObjectFactory<TService> factory = ActivatorUtilities.CreateFactory<TService>([]);

    // What the container does not know is not asked for at each call.
    private readonly bool isRegistered = root.GetService<IServiceProviderIsService>()?.IsService(typeof(TService)) ?? true;

    public Activated<TService> Activate(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return isRegistered && services.GetService<TService>() is { } registered
            ? new Activated<TService>(registered, made: false)
            : new Activated<TService>(factory(services, []), made: true);
    }
}

internal sealed class InterceptorActivator(InterceptorRegistration registration, Registrations registrations)
{
    /// <summary>Whether all calls meet the same object.</summary>
    public bool IsSingleton { get; } = registration.Arguments.Count == 0 && registrations.Lifetime(registration.Type) == ServiceLifetime.Singleton;

    public Activated<Interceptor> Activate(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return registration.Arguments.Count == 0 && services.GetService(registration.Type) is Interceptor registered
            ? new Activated<Interceptor>(registered, made: false)
            : new Activated<Interceptor>((Interceptor)ActivatorUtilities.CreateInstance(services, registration.Type, [.. registration.Arguments]), made: true);
    }
}

/// <summary>What the container was told to make.</summary>
internal sealed class Registrations(IServiceCollection services)
{
    public ServiceLifetime? Lifetime(Type type) => services.LastOrDefault(s => s.ServiceType == type && !s.IsKeyedService)?.Lifetime;
}
