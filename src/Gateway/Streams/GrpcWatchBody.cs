using System.Buffers.Binary;
using EGovPlatform.Gateway.Errors;

namespace EGovPlatform.Gateway.Streams;

/// <summary>Lets messages of gRPC through and knows where one ends.</summary>
internal sealed class GrpcWatchBody(HttpResponse response, Stream inner) : EndableBody(response, inner)
{
    // A byte that says whether the message is compressed, then its length.
    private const int PrefixLength = 5;

    private readonly byte[] prefix = new byte[PrefixLength];
    private int prefixed;
    private long left;

    protected override bool MayEnd => Response.HasStarted && prefixed == 0 && left == 0;

    protected override ValueTask TakeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        Follow(buffer.Span);
        return Inner.WriteAsync(buffer, cancellation);
    }

    protected override void AddEnd()
    {
        foreach (var (name, value) in ErrorWriter.GrpcStatus(Access.Errors.Unavailable("The gateway")))
        {
            Response.AppendTrailer(name, value);
        }
    }

    private void Follow(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            if (left > 0)
            {
                var part = (int)Math.Min(left, bytes.Length);
                bytes = bytes[part..];
                left -= part;
                continue;
            }

            var head = Math.Min(PrefixLength - prefixed, bytes.Length);
            bytes[..head].CopyTo(prefix.AsSpan(prefixed));
            bytes = bytes[head..];
            prefixed += head;
            if (prefixed == PrefixLength)
            {
                left = BinaryPrimitives.ReadUInt32BigEndian(prefix.AsSpan(1));
                prefixed = 0;
            }
        }
    }
}
