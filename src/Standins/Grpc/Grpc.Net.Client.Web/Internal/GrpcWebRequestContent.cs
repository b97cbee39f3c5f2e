using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Grpc.Protocol;

namespace Grpc.Net.Client.Web.Internal;

/// <summary>The body of a call with the content type of gRPC-Web, as base64 when asked.</summary>
internal sealed class GrpcWebRequestContent : HttpContent
{
    private readonly HttpContent inner;
    private readonly bool text;

    public GrpcWebRequestContent(HttpContent inner, bool text)
    {
        this.inner = inner;
        this.text = text;
        Headers.ContentType = new MediaTypeHeaderValue(GrpcWebText.ContentType(text));
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        inner.CopyToAsync(text ? new Base64WriteStream(stream) : stream, context, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = text ? 0 : inner.Headers.ContentLength ?? 0;
        return !text && inner.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private sealed class Base64WriteStream(Stream target) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            target.WriteAsync(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer.Span)), cancellationToken);

        public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

        public override Task FlushAsync(CancellationToken cancellationToken) => target.FlushAsync(cancellationToken);

        public override void Flush() => target.Flush();

        public override void Write(byte[] buffer, int offset, int count) =>
            target.Write(Encoding.ASCII.GetBytes(Convert.ToBase64String(buffer, offset, count)));

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
