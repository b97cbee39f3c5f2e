using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace EGovPlatform.Gateway.Streams;

/// <summary>Takes answers of `WatchChanges` as JSON, one a line, and writes them as events; anything else goes through as it is.</summary>
internal sealed class EventStreamBody(HttpResponse response, Stream inner) : Stream
{
    public const string MediaType = "text/event-stream";

    private readonly SemaphoreSlim gate = new(1);
    private readonly ArrayBufferWriter<byte> line = new();
    private bool events;

    /// <summary>Whether the answer is complete.</summary>
    public bool Ended { get; private set; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public void Begin()
    {
        events = true;
        response.ContentLength = null;
        response.ContentType = MediaType;
        response.Headers.CacheControl = "no-store";

        // nginx and those like it would hold events back.
        response.Headers["X-Accel-Buffering"] = "no";
    }

    /// <summary>Completes the answer; what comes afterwards is dropped.</summary>
    public async Task EndAsync()
    {
        await gate.WaitAsync(CancellationToken.None);
        try
        {
            if (events)
            {
                Ended = true;
                await response.CompleteAsync();
            }
        }
        finally
        {
            gate.Release();
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!events)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            return;
        }

        await gate.WaitAsync(cancellationToken);
        try
        {
            while (!Ended && buffer.Span.IndexOf((byte)'\n') is >= 0 and var end)
            {
                line.Write(buffer.Span[..end]);
                buffer = buffer[(end + 1)..];
                await inner.WriteAsync(Event(line.WrittenMemory), cancellationToken);
                line.ResetWrittenCount();
            }

            line.Write(buffer.Span);
        }
        finally
        {
            gate.Release();
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => Ended ? Task.CompletedTask : inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gate.Dispose();
        }

        base.Dispose(disposing);
    }

    private static byte[] Event(ReadOnlyMemory<byte> json)
    {
        if (json.Span.Trim((byte)' ').IsEmpty)
        {
            return [];
        }

        using var answer = JsonDocument.Parse(json);
        var position = answer.RootElement.TryGetProperty("position", out var given) ? given.ToString() : null;
        if (answer.RootElement.TryGetProperty("change", out var change))
        {
            return [.. Encoding.ASCII.GetBytes($"id: {position}\ndata: "), .. JsonMarshal.GetRawUtf8Value(change), .. "\n\n"u8];
        }

        // A comment wakes nobody; the id in it is taken in all the same, so that a filtered feed resumes where it was.
        return answer.RootElement.TryGetProperty("code", out _) || answer.RootElement.TryGetProperty("error", out _)
            ? [.. "event: failure\ndata: "u8, .. json.Span, .. "\n\n"u8]
            : Encoding.ASCII.GetBytes($": heartbeat\nid: {position ?? "0"}\n\n");
    }
}
