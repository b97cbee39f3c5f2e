using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;

namespace Grpc.AspNetCore.Web.Internal;

/// <summary>Writes base64; each flush ends a part with its padding, so that nothing waits for bytes to come.</summary>
internal sealed class Base64PipeWriter(PipeWriter inner) : PipeWriter
{
    private readonly ArrayBufferWriter<byte> plain = new();

    public override bool CanGetUnflushedBytes => true;

    public override long UnflushedBytes => plain.WrittenCount;

    public override void Advance(int bytes) => plain.Advance(bytes);

    public override Memory<byte> GetMemory(int sizeHint = 0) => plain.GetMemory(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => plain.GetSpan(sizeHint);

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        Encode();
        return inner.FlushAsync(cancellationToken);
    }

    public override void CancelPendingFlush() => inner.CancelPendingFlush();

    public override void Complete(Exception? exception = null)
    {
        if (exception is null)
        {
            Encode();
        }

        inner.Complete(exception);
    }

    private void Encode()
    {
        if (plain.WrittenCount > 0)
        {
            var target = inner.GetSpan(Base64.GetMaxEncodedToUtf8Length(plain.WrittenCount));
            Base64.EncodeToUtf8(plain.WrittenSpan, target, out _, out var written);
            inner.Advance(written);
            plain.ResetWrittenCount();
        }
    }
}
