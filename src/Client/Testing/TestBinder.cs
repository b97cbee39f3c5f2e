using Grpc.Core;

namespace EGovPlatform.Client.Testing;

/// <summary>Keeps the handlers of the added services by full method name. The platform's methods are unary or stream from the server.</summary>
internal sealed class TestBinder : ServiceBinderBase
{
    private readonly Dictionary<string, Delegate> handlers = new(StringComparer.Ordinal);

    public THandler? Find<THandler>(string method)
        where THandler : Delegate => handlers.GetValueOrDefault(method) as THandler;

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) => Keep(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) => Keep(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) => Keep(method, handler);

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) => Keep(method, handler);

    private void Keep(IMethod method, Delegate? handler) => handlers[method.FullName] = handler ?? throw new ArgumentException($"{method.FullName} has no handler.");
}
