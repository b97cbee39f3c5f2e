using System.Threading.Channels;
using Grpc.Core;

namespace EGovPlatform.Client.Testing;

/// <summary>Both ends of a server's stream.</summary>
internal sealed class TestStream<T>(Channel<T> messages) : IServerStreamWriter<T>, IAsyncStreamReader<T>
{
    private T? current;

    public WriteOptions? WriteOptions { get; set; }

    public T Current => current ?? throw new InvalidOperationException("MoveNext comes first.");

    public Task WriteAsync(T message) => messages.Writer.WriteAsync(message).AsTask();

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        try
        {
            current = await messages.Reader.ReadAsync(cancellationToken);
            return true;
        }
        catch (ChannelClosedException e) when (e.InnerException is RpcException error)
        {
            throw new RpcException(error.Status, error.Trailers);
        }
        catch (ChannelClosedException)
        {
            return false;
        }
    }
}
