using Aspire.Hosting.Native;

namespace EGovPlatform.Testing;

/// <summary>Private PostgreSQL, RabbitMQ and Redis, each started when first asked for. They end with this process.</summary>
public sealed class OwnServers(string dataDirectory) : IAsyncDisposable
{
    /// <summary>One start of rabbitmqctl costs more than a second, so virtual hosts are made in batches.</summary>
    private const int VirtualHostBatch = 8;

    private readonly Once<PostgresServer> postgres = new(() => PostgresServer.StartAsync(Path.Combine(dataDirectory, "postgres"), durable: false));
    private readonly Once<RabbitServer> rabbit = new(() => RabbitServer.StartAsync(Path.Combine(dataDirectory, "rabbitmq")));
    private readonly Once<RedisServer> redis = new(() => RedisServer.StartAsync(Path.Combine(dataDirectory, "redis")));
    private readonly SemaphoreSlim virtualHostTurn = new(1, 1);
    private readonly Queue<string> virtualHosts = new();
    private int virtualHostCount;

    /// <summary>Connection string of the superuser.</summary>
    public async Task<string> PostgresAsync() => (await postgres.Value).ConnectionString("postgres");

    /// <summary>AMQP URI of the default virtual host.</summary>
    public async Task<string> RabbitAsync() => (await rabbit.Value).ConnectionString();

    public async Task<string> RedisAsync() => (await redis.Value).ConnectionString;

    /// <summary>AMQP URI of a virtual host nobody else gets.</summary>
    public async Task<string> NewVirtualHostAsync()
    {
        var server = await rabbit.Value;
        await virtualHostTurn.WaitAsync();
        try
        {
            if (virtualHosts.Count == 0)
            {
                var batch = Enumerable.Range(virtualHostCount, VirtualHostBatch).Select(i => $"test{i}").ToList();
                await server.CreateVirtualHostsAsync(batch);
                virtualHostCount += VirtualHostBatch;
                batch.ForEach(virtualHosts.Enqueue);
            }

            return server.ConnectionString(virtualHosts.Dequeue());
        }
        finally
        {
            virtualHostTurn.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(StopAsync(postgres), StopAsync(rabbit), StopAsync(redis));
        virtualHostTurn.Dispose();
    }

    private static async Task StopAsync<T>(Once<T> server)
        where T : NativeServer
    {
        if (server.IsValueCreated)
        {
            await (await server.Value).DisposeAsync();
        }
    }

    private sealed class Once<T>(Func<Task<T>> start) : Lazy<Task<T>>(start);
}
