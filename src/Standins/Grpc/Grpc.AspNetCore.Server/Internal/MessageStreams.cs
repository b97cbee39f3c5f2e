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

        using var both = CallTokens.Link(callToken, cancellationToken);
        current = await frames.ReadAsync(both?.Token ?? callToken);
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

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        try
        {
            var callToken = context.CancellationToken;
            callToken.ThrowIfCancellationRequested();
            cancellationToken.ThrowIfCancellationRequested();
            if (CallTokens.Link(callToken, cancellationToken) is { } both)
            {
                return WriteAsync(message, both);
            }

            var write = WriteOnceAsync(message, callToken);
            return write.IsCompletedSuccessfully ? Task.CompletedTask : write.AsTask();
        }
        catch (Exception e)
        {
            return Task.FromException(e);
        }
    }

    private async Task WriteAsync(T message, CancellationTokenSource both)
    {
        using (both)
        {
            await WriteOnceAsync(message, both.Token);
        }
    }

    private ValueTask WriteOnceAsync(T message, CancellationToken cancellationToken)
    {
        var options = WriteOptions ?? context.WriteOptions;
        var flush = (options?.Flags & WriteFlags.BufferHint) != WriteFlags.BufferHint;
        return context.WriteMessageAsync(message, marshaller, options, flush, cancellationToken);
    }
}

internal static class CallTokens
{
    /// <summary>Null when the call's own token is enough.</summary>
    public static CancellationTokenSource? Link(CancellationToken call, CancellationToken own) =>
        own.CanBeCanceled && own != call ? CancellationTokenSource.CreateLinkedTokenSource(call, own) : null;
}
