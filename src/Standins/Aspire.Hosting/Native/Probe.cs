using System.Net.Sockets;

namespace Aspire.Hosting.Native;

/// <summary>Asks a server on TCP one question to learn whether it is ready.</summary>
public static class Probe
{
    /// <summary>True when the first byte of the answer to <paramref name="greeting"/> is <paramref name="expected"/>.</summary>
    public static async Task<bool> TcpAsync(string host, int port, ReadOnlyMemory<byte> greeting, byte expected, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, limit.Token);
            await using var stream = client.GetStream();
            await stream.WriteAsync(greeting, limit.Token);
            var answer = new byte[1];
            return await stream.ReadAsync(answer, limit.Token) == 1 && answer[0] == expected;
        }
        catch (Exception e) when (e is SocketException or IOException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>RabbitMQ answers the protocol header with a method frame (type 1) once it is up.</summary>
    public static Task<bool> RabbitAsync(string host, int port, CancellationToken cancellationToken) =>
        TcpAsync(host, port, "AMQP\0\0\u0009\u0001"u8.ToArray(), 1, cancellationToken);

    /// <summary>Redis answers a ping with a simple string.</summary>
    public static Task<bool> RedisAsync(string host, int port, CancellationToken cancellationToken) =>
        TcpAsync(host, port, "PING\r\n"u8.ToArray(), (byte)'+', cancellationToken);
}
