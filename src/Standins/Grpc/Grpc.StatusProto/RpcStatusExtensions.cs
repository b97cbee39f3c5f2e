using Google.Protobuf;
using Google.Protobuf.Reflection;
using Google.Protobuf.WellKnownTypes;

namespace Grpc.Core;

/// <summary>The rich error model: a google.rpc.Status that travels with a failed call.</summary>
public static class RpcStatusExtensions
{
    /// <summary>The first detail of type <typeparamref name="T"/>, or null.</summary>
    public static T? GetDetail<T>(this Google.Rpc.Status status)
        where T : class, IMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(status);
        var descriptor = new T().Descriptor;
        return status.Details.FirstOrDefault(d => d.Is(descriptor))?.Unpack<T>();
    }

    /// <summary>The exception that ends a call with this status: its code and message, the whole of it in the trailers.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status)
    {
        ArgumentNullException.ThrowIfNull(status);
        return status.ToRpcException((StatusCode)status.Code, status.Message);
    }

    /// <summary>As above, with another code and message for clients that do not read the details.</summary>
    public static RpcException ToRpcException(this Google.Rpc.Status status, StatusCode statusCode, string message)
    {
        ArgumentNullException.ThrowIfNull(status);
        var trailers = new Metadata();
        trailers.SetRpcStatus(status);
        return new RpcException(new Status(statusCode, message), trailers);
    }

    /// <summary>The details whose types the registry knows, in their order; others are left out.</summary>
    public static IEnumerable<IMessage> UnpackDetailMessages(this Google.Rpc.Status status, TypeRegistry registry)
    {
        ArgumentNullException.ThrowIfNull(status);
        ArgumentNullException.ThrowIfNull(registry);
        return status.Details.Select(d => d.Unpack(registry)).OfType<IMessage>();
    }

    /// <summary>The details of the standard error types, in their order; others are left out.</summary>
    public static IEnumerable<IMessage> UnpackDetailMessages(this Google.Rpc.Status status) =>
        status.UnpackDetailMessages(StandardErrorTypes.Registry);

    private static class StandardErrorTypes
    {
        public static readonly TypeRegistry Registry = TypeRegistry.FromFiles(Google.Rpc.ErrorDetailsReflection.Descriptor);
    }
}
