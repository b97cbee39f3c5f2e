using System.Buffers;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace EGovPlatform.Gateway.Streams;

/// <summary>Takes answers of `WatchChanges` as JSON, one a line, and writes them as events; anything else goes through as it is.</summary>
internal sealed class EventStreamBody(HttpResponse response, Stream inner) : EndableBody(response, inner)
{
    public const string MediaType = "text/event-stream";

    private readonly ArrayBufferWriter<byte> line = new();
    private bool events;

    protected override bool MayEnd => events;

    public void Begin()
    {
        events = true;
        Response.ContentLength = null;
        Response.ContentType = MediaType;
        Response.Headers.CacheControl = "no-store";

        // nginx and those like it would hold events back.
        Response.Headers["X-Accel-Buffering"] = "no";
    }

    protected override async ValueTask TakeAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellation)
    {
        if (!events)
        {
            await Inner.WriteAsync(buffer, cancellation);
            return;
        }

        while (buffer.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            line.Write(buffer.Span[..end]);
            buffer = buffer[(end + 1)..];
            await Inner.WriteAsync(Event(line.WrittenMemory), cancellation);
            line.ResetWrittenCount();
        }

        line.Write(buffer.Span);
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
