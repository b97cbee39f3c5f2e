using Grpc.Core;

namespace Grpc.Net.Client.Internal;

/// <summary>The messages of the server as they come in.</summary>
internal sealed class ResponseStream<TRequest, TResponse>(HttpCall<TRequest, TResponse> call) : IAsyncStreamReader<TResponse>
    where TRequest : class where TResponse : class
{
    private TResponse? current;
    private bool completed;

    public TResponse Current => current ?? throw new InvalidOperationException("No current element is available.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (completed)
        {
            current = null;
            return false;
        }

        // A reader that gives up ends the call.
        using var registration = cancellationToken.UnsafeRegister(static c => ((HttpCall<TRequest, TResponse>)c!).Cancel(), call);
        current = await call.ReadAsync().ConfigureAwait(false);
        completed = current is null;
        return !completed;
    }
}

/// <summary>The messages to the server as they go out.</summary>
internal sealed class RequestStream<TRequest, TResponse>(HttpCall<TRequest, TResponse> call, StreamingContent content, WriteOptions? writeOptions) : IClientStreamWriter<TRequest>
    where TRequest : class where TResponse : class
{
    private bool completed;
    private int writing;

    public WriteOptions? WriteOptions { get; set; } = writeOptions;

    public Task WriteAsync(TRequest message) => WriteAsync(message, CancellationToken.None);

    public async Task WriteAsync(TRequest message, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (completed)
        {
            throw new InvalidOperationException("Request stream has already been completed.");
        }

        if (Interlocked.Exchange(ref writing, 1) != 0)
        {
            throw new InvalidOperationException("Can't write the message because the previous write is in progress.");
        }

        using var registration = cancellationToken.UnsafeRegister(static c => ((HttpCall<TRequest, TResponse>)c!).Cancel(), call);
        try
        {
            if (call.WriteFailure() is { } failure)
            {
                throw failure;
            }

            var buffer = call.Serialize(message, WriteOptions);
            var flush = (WriteOptions?.Flags & WriteFlags.BufferHint) != WriteFlags.BufferHint;
            await content.WriteAsync(buffer, flush).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // What the stream says is less than what the call knows by now.
            throw call.WriteFailure() ?? new RpcException(CallResponse.FromException(e));
        }
        finally
        {
            Volatile.Write(ref writing, 0);
        }
    }

    public Task CompleteAsync()
    {
        completed = true;
        content.Complete();
        return Task.CompletedTask;
    }
}
