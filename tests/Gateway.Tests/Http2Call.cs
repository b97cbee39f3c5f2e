using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace EGovPlatform.Gateway.Tests;

/// <summary>One request of HTTP/2 written byte by byte, as no client library would.</summary>
internal static class Http2Call
{
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, GoAway = 7;
    private const byte EndStream = 1, EndHeaders = 4, Acknowledged = 1;
    private const int HeadLength = 9;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Sends it and says how the stream ended: <c>answered</c>, <c>reset</c> or <c>closed</c>, the whole connection.</summary>
    public static async Task<string> SendAsync(Uri server, byte[] body, params (string Name, string Value)[] headers)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        byte[] bytes = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 0, []), .. Frame(Headers, EndHeaders, 1, [.. headers.SelectMany(Literal)]), .. Frame(Data, EndStream, 1, body)];
        await stream.WriteAsync(bytes, TestContext.Current.CancellationToken);
        try
        {
            return await EndAsync(stream).WaitAsync(Patience);
        }
        catch (IOException)
        {
            return "closed";
        }
    }

    private static async Task<string> EndAsync(NetworkStream stream)
    {
        var head = new byte[HeadLength];
        while (await stream.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, TestContext.Current.CancellationToken) == HeadLength)
        {
            await stream.ReadExactlyAsync(new byte[(head[0] << 16) | (head[1] << 8) | head[2]], TestContext.Current.CancellationToken);
            switch (head[3])
            {
                case Settings when (head[4] & Acknowledged) == 0:
                    await stream.WriteAsync(Frame(Settings, Acknowledged, 0, []), TestContext.Current.CancellationToken);
                    break;
                case Reset:
                    return "reset";
                case GoAway:
                    return "closed";
                case Headers or Data when (head[4] & EndStream) != 0:
                    return "answered";
            }
        }

        return "closed";
    }

    private static byte[] Frame(byte type, byte flags, int stream, byte[] payload)
    {
        var frame = new byte[HeadLength + payload.Length];
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(payload.Length >> 16), (byte)(payload.Length >> 8), (byte)payload.Length, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), stream);
        payload.CopyTo(frame, HeadLength);
        return frame;
    }

    // Literal, never indexed, not packed; lengths below 127 fit a byte.
    private static byte[] Literal((string Name, string Value) header) =>
        [0x10, (byte)header.Name.Length, .. Encoding.ASCII.GetBytes(header.Name), (byte)header.Value.Length, .. Encoding.ASCII.GetBytes(header.Value)];
}
