using System.Buffers;
using System.Buffers.Text;
using Grpc.Core;

namespace Grpc.Protocol;

/// <summary>Reads bytes out of base64 as it comes in. Each part of it may end with padding, as every write of the sender does.</summary>
internal sealed class Base64ReadStream(Stream inner) : Stream
{
    private readonly byte[] text = new byte[4096];
    private readonly byte[] plain = new byte[3072];
    private int textLength;
    private int plainStart;
    private int plainLength;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <exception cref="RpcException">INTERNAL when the text is not base64 or is cut off.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (plainLength == 0)
        {
            var read = await inner.ReadAsync(text.AsMemory(textLength), cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                return textLength == 0 ? 0 : throw Malformed();
            }

            textLength += read;
            Decode();
        }

        var count = Math.Min(plainLength, buffer.Length);
        plain.AsSpan(plainStart, count).CopyTo(buffer.Span);
        plainStart += count;
        plainLength -= count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("The body is read asynchronously.");

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Decode()
    {
        var whole = textLength / 4 * 4;
        var done = 0;
        plainStart = 0;
        while (done < whole)
        {
            // Padding ends a part: the next group begins another.
            var padding = text.AsSpan(done, whole - done).IndexOf((byte)'=');
            var end = padding < 0 ? whole : done + ((padding / 4) + 1) * 4;
            var part = text.AsSpan(done, end - done);
            if (Base64.DecodeFromUtf8(part, plain.AsSpan(plainLength), out var consumed, out var written) != OperationStatus.Done || consumed != part.Length)
            {
                throw Malformed();
            }

            plainLength += written;
            done = end;
        }

        text.AsSpan(whole, textLength - whole).CopyTo(text);
        textLength -= whole;
    }

    private static RpcException Malformed() => new(new Status(StatusCode.Internal, "The body is not base64."));
}
