using System.Net;

namespace Grpc.Net.Client.Internal;

/// <summary>A request body that is written while the call goes on.</summary>
internal sealed class StreamingContent : HttpContent
{
    private readonly TaskCompletionSource<Stream> opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource completed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task WriteAsync(ReadOnlyMemory<byte> frame, bool flush)
    {
        var stream = await opened.Task.ConfigureAwait(false);
        await stream.WriteAsync(frame).ConfigureAwait(false);
        if (flush)
        {
            await stream.FlushAsync().ConfigureAwait(false);
        }
    }

    public void Complete() => completed.TrySetResult();

    /// <summary>Ends the body because the call is over.</summary>
    public void Abandon(Exception reason)
    {
        opened.TrySetException(reason);
        _ = opened.Task.Exception;
        completed.TrySetResult();
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        // The headers go out before the first message.
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        opened.TrySetResult(stream);
        await completed.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = -1;
        return false;
    }
}
