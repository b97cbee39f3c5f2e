using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Protocol;

/// <summary>Reads length-prefixed messages from a pipe. It is itself what their deserializer reads from: one object per call.</summary>
/// <param name="pipe">Where the bytes come from.</param>
/// <param name="marshaller">Makes messages of them.</param>
/// <param name="maxSize">Largest message in bytes, compressed or not; null means no limit.</param>
/// <param name="compression">How messages flagged as compressed are; null when the call named none.</param>
internal sealed class FrameReader<T>(PipeReader pipe, Marshaller<T> marshaller, int? maxSize, ICompressionProvider? compression) : DeserializationContext
    where T : class
{
    private ReadOnlySequence<byte> payload;
    private bool ended;

    public override int PayloadLength => (int)payload.Length;

    public override byte[] PayloadAsNewBuffer() => payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => payload;

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">INTERNAL when the frame is malformed or cut off, RESOURCE_EXHAUSTED when it is too large.</exception>
    public ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        if (ended)
        {
            return default;
        }

        // A message that is there already needs no state machine.
        cancellationToken.ThrowIfCancellationRequested();
        return pipe.TryRead(out var result) && TryTake(result, cancellationToken, out var message)
            ? new ValueTask<T?>(message)
            : WaitAsync(cancellationToken);
    }

    /// <summary>The one message of a stream that must not hold more.</summary>
    public ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        var message = ReadAsync(cancellationToken);
        return ended && message.IsCompletedSuccessfully
            ? new ValueTask<T>(message.Result ?? throw Malformed("Incomplete message."))
            : EndSingleAsync(message, cancellationToken);
    }

    private static RpcException Malformed(string detail) => new(new Status(StatusCode.Internal, detail));

    private async ValueTask<T?> WaitAsync(CancellationToken cancellationToken)
    {
        T? message;
        // Not by ReadAsync's own token: over HTTP/1.1 a read that ends by it counts as going on, and the server cannot drain the body.
        using var cancel = cancellationToken.UnsafeRegister(PendingRead.Cancel, pipe);
        while (!TryTake(await pipe.ReadAsync(CancellationToken.None).ConfigureAwait(false), cancellationToken, out message))
        {
        }

        return message;
    }

    private async ValueTask<T> EndSingleAsync(ValueTask<T?> first, CancellationToken cancellationToken)
    {
        var message = await first.ConfigureAwait(false) ?? throw Malformed("Incomplete message.");
        return await ReadAsync(cancellationToken).ConfigureAwait(false) is null
            ? message
            : throw Malformed("Additional data after the message.");
    }

    // False when more bytes are needed; true with null at the end of the stream.
    private bool TryTake(ReadResult result, CancellationToken cancellationToken, out T? message)
    {
        var buffer = result.Buffer;
        if (result.IsCanceled)
        {
            pipe.AdvanceTo(buffer.Start);
            throw new OperationCanceledException(cancellationToken);
        }

        try
        {
            message = TryParse(ref buffer);
        }
        catch
        {
            pipe.AdvanceTo(result.Buffer.End);
            throw;
        }

        if (message is not null)
        {
            ended = result.IsCompleted && buffer.IsEmpty;
            pipe.AdvanceTo(buffer.Start);
            return true;
        }

        var empty = buffer.IsEmpty;
        pipe.AdvanceTo(buffer.Start, buffer.End);
        ended = result.IsCompleted;
        return ended && !empty ? throw Malformed("Incomplete message.") : ended;
    }

    private T? TryParse(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameSerializationContext.HeaderSize)
        {
            return null;
        }

        Span<byte> copy = stackalloc byte[FrameSerializationContext.HeaderSize];
        scoped var header = buffer.FirstSpan;
        if (header.Length < FrameSerializationContext.HeaderSize)
        {
            buffer.Slice(0, FrameSerializationContext.HeaderSize).CopyTo(copy);
            header = copy;
        }

        var (flag, length) = (header[0], BinaryPrimitives.ReadUInt32BigEndian(header[1..]));
        switch (flag)
        {
            case 0:
                break;
            case 1 when compression is null:
                throw Malformed("The message is flagged as compressed, and the call names no grpc-encoding.");
            case > 1:
                throw Malformed("Unexpected compressed flag value in message header.");
        }

        if (length > (uint)(maxSize ?? int.MaxValue))
        {
            throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Received message of {length} bytes exceeds the maximum of {maxSize ?? int.MaxValue} bytes."));
        }

        if (buffer.Length < FrameSerializationContext.HeaderSize + (long)length)
        {
            return null;
        }

        var bytes = buffer.Slice(FrameSerializationContext.HeaderSize, length);
        buffer = buffer.Slice(bytes.End);
        payload = flag == 0 ? bytes : CompressedFrame.Decompress(bytes, compression!, maxSize);
        try
        {
            return marshaller.ContextualDeserializer(this);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be parsed.", e));
        }
        finally
        {
            payload = default;
        }
    }
}
