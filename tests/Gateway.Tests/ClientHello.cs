using System.Net.Sockets;

namespace EGovPlatform.Gateway.Tests;

/// <summary>The first bytes of a TLS client, of a version that today's libraries would not even ask for.</summary>
internal static class ClientHello
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Asks for a version and reads the first record back: its type, 22 for a handshake that goes on and 21 for an alert, and what an alert says.</summary>
    /// <param name="port">Where the server listens on this machine.</param>
    /// <param name="minor">The version's second byte: 3 for TLS 1.2, 2 for TLS 1.1, 1 for TLS 1.0.</param>
    public static async Task<(byte Type, byte Alert)> AskAsync(int port, byte minor)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        var stream = socket.GetStream();
        await stream.WriteAsync(Bytes(minor), TestContext.Current.CancellationToken);
        var answer = new byte[7];
        await stream.ReadExactlyAsync(answer, TestContext.Current.CancellationToken).AsTask().WaitAsync(Patience);
        return (answer[0], answer[6]);
    }

    private static byte[] Bytes(byte minor)
    {
        // Suites of TLS 1.2 with RSA and ECDSA, then older ones; the curves P-256 and P-384; the signatures of the same.
        byte[] suites = [0xc0, 0x2f, 0xc0, 0x2b, 0xc0, 0x30, 0xc0, 0x2c, 0xc0, 0x13, 0xc0, 0x09, 0xc0, 0x14, 0xc0, 0x0a, 0x00, 0x2f];
        byte[] extensions = [0, 10, 0, 6, 0, 4, 0, 23, 0, 24, 0, 11, 0, 2, 1, 0, 0, 13, 0, 10, 0, 8, 4, 3, 5, 3, 4, 1, 8, 4];
        byte[] hello = [3, minor, .. new byte[32], 0, 0, (byte)suites.Length, .. suites, 1, 0, 0, (byte)extensions.Length, .. extensions];
        return [22, 3, 1, 0, (byte)(hello.Length + 4), 1, 0, 0, (byte)hello.Length, .. hello];
    }
}
