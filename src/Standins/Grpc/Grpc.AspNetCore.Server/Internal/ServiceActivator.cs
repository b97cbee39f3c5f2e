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

internal static class ServiceActivator<TService>
    where TService : class
{
    private static readonly Lazy<ObjectFactory<TService>> Factory = new(() => ActivatorUtilities.CreateFactory<TService>([]));

    public static Activated<TService> Activate(ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return services.GetService<TService>() is { } registered
            ? new Activated<TService>(registered, made: false)
            : new Activated<TService>(Factory.Value(services, []), made: true);
    }
}

internal static class InterceptorActivator
{
    public static Activated<Interceptor> Activate(InterceptorRegistration registration, ServerCallContext context)
    {
        var services = context.GetHttpContext().RequestServices;
        return registration.Arguments.Count == 0 && services.GetService(registration.Type) is Interceptor registered
            ? new Activated<Interceptor>(registered, made: false)
            : new Activated<Interceptor>((Interceptor)ActivatorUtilities.CreateInstance(services, registration.Type, [.. registration.Arguments]), made: true);
    }
}
