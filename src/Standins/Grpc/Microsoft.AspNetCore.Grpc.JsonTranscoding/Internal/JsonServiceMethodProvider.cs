using System.Reflection;
using Google.Protobuf.Reflection;
using Grpc.AspNetCore.Server.Internal;
using Grpc.AspNetCore.Server.Model;
using Grpc.Core;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using MethodOptions = Grpc.AspNetCore.Server.Internal.MethodOptions;

namespace Microsoft.AspNetCore.Grpc.JsonTranscoding.Internal;

/// <summary>Adds a JSON endpoint for each HTTP rule of a service's methods.</summary>
internal sealed class JsonServiceMethodProvider<TService>(
    IServiceProvider services,
    IOptions<GrpcJsonTranscodingOptions> options,
    ILoggerFactory loggers) : IServiceMethodProvider<TService>
    where TService : class
{
    public void OnServiceMethodDiscovery(ServiceMethodProviderContext<TService> context)
    {
        for (var type = typeof(TService); type is not null; type = type.BaseType)
        {
            if (type.GetCustomAttribute<BindServiceMethodAttribute>(inherit: false) is { } attribute)
            {
                Bind(context, attribute, type);
                return;
            }
        }
    }

    private void Bind(ServiceMethodProviderContext<TService> context, BindServiceMethodAttribute attribute, Type baseType)
    {
        const BindingFlags AnyStatic = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static;
        if (attribute.BindType.GetProperty("Descriptor", AnyStatic)?.GetValue(null) is not ServiceDescriptor descriptor)
        {
            // A service not generated from a proto file has no HTTP rules either.
            return;
        }

        var bind = attribute.BindType.GetMethod(attribute.BindMethodName, AnyStatic, [typeof(ServiceBinderBase), baseType])
            ?? throw new InvalidOperationException($"{attribute.BindType} has no method {attribute.BindMethodName}(ServiceBinderBase, {baseType.Name}).");
        var binder = new JsonMethodBinder<TService>(
            context,
            descriptor,
            new JsonBodies(options.Value),
            new ServiceActivator<TService>(services),
            MethodOptions.Create<TService>(services),
            loggers.CreateLogger<TService>());
        bind.Invoke(null, [binder, null]);
    }
}
