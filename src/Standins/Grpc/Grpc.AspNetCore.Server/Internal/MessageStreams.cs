using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>The messages of a client as they come in.</summary>
internal sealed class MessageStreamReader<T>(FrameReader<T> frames, CancellationToken callToken) : IAsyncStreamReader<T>
    where T : class
{
    private T? current;
    private bool completed;

    public T Current => current ?? throw new InvalidOperationException("No current element is available.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (completed)
        {
            current = null;
            return false;
        }

        if (cancellationToken.CanBeCanceled && cancellationToken != callToken)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
            current = await frames.ReadAsync(both.Token);
        }
        else
        {
            current = await frames.ReadAsync(callToken);
        }

        completed = current is null;
        return !completed;
    }
}

/// <summary>The messages to a client as they go out.</summary>
internal sealed class MessageStreamWriter<T>(GrpcServerCallContext context, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        var callToken = context.CancellationToken;
        callToken.ThrowIfCancellationRequested();
        cancellationToken.ThrowIfCancellationRequested();
        var options = WriteOptions ?? context.WriteOptions;
        var flush = (options?.Flags & WriteFlags.BufferHint) != WriteFlags.BufferHint;
        if (cancellationToken.CanBeCanceled && cancellationToken != callToken)
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(callToken, cancellationToken);
            await context.WriteMessageAsync(message, marshaller, options, flush, both.Token);
        }
        else
        {
            await context.WriteMessageAsync(message, marshaller, options, flush, callToken);
        }
    }
}
