using System.Threading.Channels;
using EGovPlatform.Access;
using EGovPlatform.Messaging;
using Npgsql;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>
/// Hears in every process which keys were revoked or rotated, and asks its connection four times a second whether it still hears.
/// Watchers end with an error when something may have been missed.
/// </summary>
internal sealed class KeyChanges(NpgsqlDataSource database, TimeProvider time, ILogger<KeyChanges> log) : BackgroundService
{
    public const string Channel = "api_keys";

    private const int Waiting = 1000;
    private const int AnswerSeconds = 1;
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(250);
    private readonly Lock turn = new();
    private readonly HashSet<Channel<string>> watchers = [];
    private bool listening;

    /// <summary>Names of keys as they change; an empty one says that none was missed. Dispose it to stop.</summary>
    /// <exception cref="Grpc.Core.RpcException">UNAVAILABLE: the database is not heard now.</exception>
    public Watching Watch()
    {
        var channel = System.Threading.Channels.Channel.CreateBounded<string>(Waiting);
        lock (turn)
        {
            if (!listening)
            {
                throw Errors.Unavailable("The database");
            }

            watchers.Add(channel);
        }

        return new Watching(channel.Reader, () => Forget(channel));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                await using var connection = await database.OpenConnectionAsync(stoppingToken);
                connection.Notification += (_, e) => Tell(e.Payload);
                await using var listen = new NpgsqlCommand($"listen {Channel}", connection);
                await listen.ExecuteNonQueryAsync(stoppingToken);
                Listen(true);
                failures = 0;
                while (true)
                {
                    await connection.WaitAsync(Beat, stoppingToken);
                    await using var ask = new NpgsqlCommand("select 1", connection) { CommandTimeout = AnswerSeconds };
                    await ask.ExecuteNonQueryAsync(stoppingToken);
                    Tell("");
                }
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                log.LogWarning("Listening for keys failed, trying again: {Reason}", e.Message);
                Listen(false);
                await Backoff.WaitAsync(failures++, time, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        Listen(false);
    }

    private void Listen(bool value)
    {
        lock (turn)
        {
            listening = value;
            if (!value)
            {
                foreach (var watcher in watchers)
                {
                    watcher.Writer.TryComplete(Errors.Unavailable("The database"));
                }

                watchers.Clear();
            }
        }
    }

    private void Tell(string name)
    {
        lock (turn)
        {
            // Who does not keep up has missed something and begins anew.
            watchers.RemoveWhere(w => !w.Writer.TryWrite(name) && w.Writer.TryComplete(Errors.Unavailable("The watch")));
        }
    }

    private void Forget(Channel<string> channel)
    {
        lock (turn)
        {
            watchers.Remove(channel);
        }
    }
}

/// <summary>One watcher's place.</summary>
internal sealed record Watching(ChannelReader<string> Names, Action Stop) : IDisposable
{
    public void Dispose() => Stop();
}
