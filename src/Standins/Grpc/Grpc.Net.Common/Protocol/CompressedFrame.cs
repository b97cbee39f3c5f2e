using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using Grpc.Core;
using Grpc.Net.Compression;

namespace Grpc.Protocol;

/// <summary>The payload of a frame, compressed and back.</summary>
internal static class CompressedFrame
{
    private const int ChunkSize = 16 * 1024;

    /// <summary>Writes one compressed frame. The size limit is that of the message before compression.</summary>
    public static void Write<T>(IBufferWriter<byte> target, T message, Marshaller<T> marshaller, int? maxSize, ICompressionProvider provider, CompressionLevel? level)
    {
        var plain = new ArrayBufferWriter<byte>();
        FrameSerializationContext.Write(plain, message, marshaller, maxSize, out _);
        using var compressed = new MemoryStream();
        using (var stream = provider.CreateCompressionStream(compressed, level))
        {
            stream.Write(plain.WrittenSpan[FrameSerializationContext.HeaderSize..]);
        }

        var header = target.GetSpan(FrameSerializationContext.HeaderSize);
        header[0] = 1;
        BinaryPrimitives.WriteUInt32BigEndian(header[1..], (uint)compressed.Length);
        target.Advance(FrameSerializationContext.HeaderSize);
        target.Write(compressed.GetBuffer().AsSpan(0, (int)compressed.Length));
    }

    /// <summary>The payload as it was before compression; no more of it is read than the limit allows.</summary>
    /// <exception cref="RpcException">INTERNAL when the bytes are not what the encoding says, RESOURCE_EXHAUSTED when there are too many.</exception>
    public static ReadOnlySequence<byte> Decompress(ReadOnlySequence<byte> payload, ICompressionProvider provider, int? maxSize)
    {
        var plain = new ArrayBufferWriter<byte>();
        using var source = new MemoryStream(payload.ToArray(), writable: false);
        using var stream = provider.CreateDecompressionStream(source);
        try
        {
            int read;
            while ((read = stream.Read(plain.GetSpan(ChunkSize))) > 0)
            {
                plain.Advance(read);
                if (plain.WrittenCount > maxSize)
                {
                    throw new RpcException(new Status(StatusCode.ResourceExhausted, $"Received message exceeds the maximum of {maxSize} bytes when decompressed."));
                }
            }
        }
        catch (InvalidDataException e)
        {
            throw new RpcException(new Status(StatusCode.Internal, $"The message is not valid {provider.EncodingName}.", e));
        }

        return new ReadOnlySequence<byte>(plain.WrittenMemory);
    }
}
