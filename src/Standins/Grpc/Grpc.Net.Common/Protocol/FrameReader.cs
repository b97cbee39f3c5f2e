using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Protocol;

/// <summary>Reads length-prefixed messages from a pipe.</summary>
/// <param name="pipe">Where the bytes come from.</param>
/// <param name="marshaller">Makes messages of them.</param>
/// <param name="maxSize">Largest message in bytes, compressed or not; null means no limit.</param>
/// <param name="compression">How messages flagged as compressed are; null when the call named none.</param>
internal sealed class FrameReader<T>(PipeReader pipe, Marshaller<T> marshaller, int? maxSize, ICompressionProvider? compression)
    where T : class
{
    private readonly PayloadContext payload = new();
    private bool ended;

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">INTERNAL when the frame is malformed or cut off, RESOURCE_EXHAUSTED when it is too large.</exception>
    public async ValueTask<T?> ReadAsync(CancellationToken cancellationToken)
    {
        while (!ended)
        {
            var result = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (result.IsCanceled)
            {
                pipe.AdvanceTo(buffer.Start);
                throw new OperationCanceledException(cancellationToken);
            }

            T? message;
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
                return message;
            }

            var empty = buffer.IsEmpty;
            pipe.AdvanceTo(buffer.Start, buffer.End);
            if (result.IsCompleted)
            {
                ended = true;
                return empty ? null : throw Malformed("Incomplete message.");
            }
        }

        return null;
    }

    /// <summary>The one message of a stream that must not hold more.</summary>
    public async ValueTask<T> ReadSingleAsync(CancellationToken cancellationToken)
    {
        var message = await ReadAsync(cancellationToken).ConfigureAwait(false) ?? throw Malformed("Incomplete message.");
        return await ReadAsync(cancellationToken).ConfigureAwait(false) is null
            ? message
            : throw Malformed("Additional data after the message.");
    }

    private static RpcException Malformed(string detail) => new(new Status(StatusCode.Internal, detail));

    private T? TryParse(ref ReadOnlySequence<byte> buffer)
    {
        if (buffer.Length < FrameSerializationContext.HeaderSize)
        {
            return null;
        }

        Span<byte> header = stackalloc byte[FrameSerializationContext.HeaderSize];
        buffer.Slice(0, FrameSerializationContext.HeaderSize).CopyTo(header);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        switch (header[0])
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
        payload.Set(header[0] == 0 ? bytes : CompressedFrame.Decompress(bytes, compression!, maxSize));
        buffer = buffer.Slice(FrameSerializationContext.HeaderSize + (long)length);
        try
        {
            return marshaller.ContextualDeserializer(payload);
        }
        catch (Exception e) when (e is not RpcException)
        {
            throw new RpcException(new Status(StatusCode.Internal, "The message could not be parsed.", e));
        }
    }

    private sealed class PayloadContext : DeserializationContext
    {
        private ReadOnlySequence<byte> sequence;

        public override int PayloadLength => (int)sequence.Length;

        public void Set(ReadOnlySequence<byte> payload) => sequence = payload;

        public override byte[] PayloadAsNewBuffer() => sequence.ToArray();

        public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => sequence;
    }
}
