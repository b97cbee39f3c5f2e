using System.Net;
using System.Net.Sockets;
using Aspire.Hosting.Native;

namespace EGovPlatform.Faults.Tests;

/// <summary>A TCP connection's way from a program to a server, which can be slowed, silenced or cut. Listens on 127.0.0.1.</summary>
internal sealed class Link : IAsyncDisposable
{
    private readonly int target;
    private readonly TcpListener listener;
    private readonly CancellationTokenSource ended = new();
    private readonly HashSet<TcpClient> open = [];
    private volatile TaskCompletionSource? silence;
    private volatile bool cut;
    private long delayTicks;

    /// <param name="target">Port on 127.0.0.1 of the server behind.</param>
    public Link(int target)
    {
        this.target = target;
        Port = Machine.FreePort();
        listener = new TcpListener(IPAddress.Loopback, Port);
        listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where programs connect to.</summary>
    public int Port { get; }

    /// <summary>Every piece of data takes this much longer.</summary>
    public void Slow(TimeSpan delay) => Interlocked.Exchange(ref delayTicks, delay.Ticks);

    /// <summary>Nothing passes in either direction and nobody is told: what a broken cable looks like.</summary>
    public void Silence() => silence ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Resets what is open and whatever connects.</summary>
    public void Cut()
    {
        cut = true;
        Reset();
    }

    /// <summary>All is well again; what was reset stays reset.</summary>
    public void Heal()
    {
        cut = false;
        Slow(TimeSpan.Zero);
        var waiting = silence;
        silence = null;
        waiting?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await ended.CancelAsync();
        listener.Dispose();
        Heal();
        Reset();
        ended.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync(ended.Token));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var server = new TcpClient();
        using (client)
        {
            lock (open)
            {
                open.Add(client);
                open.Add(server);
            }

            try
            {
                if (cut)
                {
                    return;
                }

                await server.ConnectAsync(IPAddress.Loopback, target, ended.Token);
                client.NoDelay = server.NoDelay = true;
                await Task.WhenAny(PumpAsync(client, server), PumpAsync(server, client));
            }
            catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
            {
                // One end is gone; the other one is told by the reset.
            }
            finally
            {
                lock (open)
                {
                    open.Remove(client);
                    open.Remove(server);
                }
            }
        }
    }

    private async Task PumpAsync(TcpClient from, TcpClient to)
    {
        var buffer = new byte[16 * 1024];
        while (await from.GetStream().ReadAsync(buffer, ended.Token) is > 0 and var read)
        {
            if (Interlocked.Read(ref delayTicks) is > 0 and var ticks)
            {
                await Task.Delay(TimeSpan.FromTicks(ticks), ended.Token);
            }

            if (silence is { } waiting)
            {
                await waiting.Task;
            }

            await to.GetStream().WriteAsync(buffer.AsMemory(0, read), ended.Token);
        }
    }

    private void Reset()
    {
        lock (open)
        {
            foreach (var client in open.Where(c => c.Client is not null))
            {
                client.LingerState = new LingerOption(enable: true, 0);
                client.Close();
            }
        }
    }
}
