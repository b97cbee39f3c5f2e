using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Grpc.Protocol;

/// <summary>What gRPC-Web adds to gRPC: content types, and trailers as the last frame of the body.</summary>
internal static class GrpcWebText
{
    public const byte TrailersFlag = 0x80;

    private const string Binary = "application/grpc-web";
    private const string Text = "application/grpc-web-text";

    /// <summary>True for base64, false for bytes, null when the content type is no gRPC-Web.</summary>
    public static bool? IsText(string? contentType) =>
        Is(contentType, Text) ? true : Is(contentType, Binary) ? false : null;

    public static string ContentType(bool text) => text ? Text : Binary;

    public static byte[] TrailersFrame(IEnumerable<KeyValuePair<string, string>> trailers)
    {
        var lines = new StringBuilder();
        foreach (var (name, value) in trailers)
        {
            lines.Append(name.ToLowerInvariant()).Append(": ").Append(value).Append("\r\n");
        }

        var text = Encoding.ASCII.GetBytes(lines.ToString());
        var frame = new byte[FrameSerializationContext.HeaderSize + text.Length];
        frame[0] = TrailersFlag;
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)text.Length);
        text.CopyTo(frame, FrameSerializationContext.HeaderSize);
        return frame;
    }

    /// <summary>False when a line has no colon.</summary>
    public static bool TryParseTrailers(ReadOnlySpan<byte> payload, ICollection<KeyValuePair<string, string>> trailers)
    {
        foreach (var line in Encoding.ASCII.GetString(payload).Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon <= 0)
            {
                return false;
            }

            trailers.Add(new(line[..colon].Trim(), line[(colon + 1)..].Trim()));
        }

        return true;
    }

    private static bool Is(string? contentType, string type) =>
        contentType is not null
        && contentType.StartsWith(type, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == type.Length || contentType[type.Length] is '+' or ';');
}
