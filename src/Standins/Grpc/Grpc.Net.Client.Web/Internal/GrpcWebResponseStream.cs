using System.Buffers.Binary;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client.Web.Internal;

/// <summary>Reads frames and, instead of the last one, the end: its lines become trailers.</summary>
internal sealed class GrpcWebResponseStream(Stream inner, HttpResponseHeaders trailers) : Stream
{
    private const int HeaderSize = 5;
    private const int MaxTrailersSize = 64 * 1024;

    private readonly byte[] header = new byte[HeaderSize];
    private int headerLeft;
    private long payloadLeft;
    private bool ended;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (ended || buffer.IsEmpty)
        {
            return 0;
        }

        if (headerLeft == 0 && payloadLeft == 0 && !await BeginFrameAsync(cancellationToken).ConfigureAwait(false))
        {
            ended = true;
            return 0;
        }

        if (headerLeft > 0)
        {
            var count = Math.Min(headerLeft, buffer.Length);
            header.AsSpan(HeaderSize - headerLeft, count).CopyTo(buffer.Span);
            headerLeft -= count;
            return count;
        }

        var read = await inner.ReadAsync(buffer[..(int)Math.Min(payloadLeft, buffer.Length)], cancellationToken).ConfigureAwait(false);
        payloadLeft -= read;
        return read;
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

    // False at the end of the messages.
    private async ValueTask<bool> BeginFrameAsync(CancellationToken cancellationToken)
    {
        var read = await inner.ReadAtLeastAsync(header, HeaderSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (read == 0)
        {
            return false;
        }

        if (read < HeaderSize)
        {
            throw Malformed("Incomplete message.");
        }

        var length = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(1));
        if (header[0] != GrpcWebText.TrailersFlag)
        {
            (headerLeft, payloadLeft) = (HeaderSize, length);
            return true;
        }

        if (length > MaxTrailersSize)
        {
            throw Malformed("The trailers are too large.");
        }

        var lines = new byte[length];
        var found = new List<KeyValuePair<string, string>>();
        if (await inner.ReadAtLeastAsync(lines, lines.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) < lines.Length
            || !GrpcWebText.TryParseTrailers(lines, found))
        {
            throw Malformed("The trailers are malformed.");
        }

        found.ForEach(t => trailers.TryAddWithoutValidation(t.Key, t.Value));
        return false;
    }

    private static RpcException Malformed(string detail) => new(new Status(StatusCode.Internal, detail));
}
