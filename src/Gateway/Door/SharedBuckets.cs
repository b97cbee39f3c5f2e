using System.Collections.Concurrent;
using StackExchange.Redis;

namespace EGovPlatform.Gateway.Door;

/// <summary>
/// Token buckets that all gateways share, in Redis (connection string `cache`). A process leases some tokens at a time, so that most
/// calls ask nobody; without Redis, or while it is slow, each process limits by itself.
/// </summary>
internal sealed class SharedBuckets(IConfiguration configuration, GatewayOptions options, TimeProvider time, ILogger<SharedBuckets> log) : IAsyncDisposable
{
    private const int MostClients = 100_000;
    private static readonly TimeSpan Budget = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(2);

    // Refills by Redis' own clock, gives what was asked for as far as it is there, and says what is left and how long to wait.
    private const string Script = """
        local clock = redis.call('TIME')
        local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
        local burst, rate, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]) / 1000, tonumber(ARGV[3])
        local kept = redis.call('HMGET', KEYS[1], 'n', 't')
        local n = kept[1] and math.min(burst, tonumber(kept[1]) + math.max(0, now - tonumber(kept[2])) * rate) or burst
        local granted = math.min(math.floor(n), wanted)
        n = n - granted
        redis.call('HSET', KEYS[1], 'n', tostring(n), 't', now)
        redis.call('PEXPIRE', KEYS[1], math.ceil((burst - n) / rate) + 1000)
        return {granted, math.floor(n), granted > 0 and 0 or math.ceil((1 - n) / rate)}
        """;

    private readonly ConcurrentDictionary<string, Bucket> buckets = new(StringComparer.Ordinal);
    private readonly Lazy<Task<ConnectionMultiplexer>?> connecting = new(() => Connect(configuration));
    private long silentUntil;
    private long swept = time.GetTimestamp();

    /// <summary>Asks for one call.</summary>
    /// <param name="client">Who calls; a digest, never a token.</param>
    /// <param name="size">The limit.</param>
    public async ValueTask<Permit> TakeAsync(string client, BucketSize size)
    {
        Sweep();
        // Past this many clients a newcomer shares one bucket with all others: memory is bounded, whoever invents names.
        var bucket = buckets.TryGetValue(client, out var known) ? known
            : buckets.GetOrAdd(buckets.Count < MostClients ? client : size.Name, _ => new Bucket(size, time));
        while (true)
        {
            if (bucket.TryTake() is { } permit)
            {
                return permit;
            }

            await FetchAsync(client, bucket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (connecting is { IsValueCreated: true, Value: { } task })
        {
            await (await task).CloseAsync();
        }
    }

    private async Task FetchAsync(string client, Bucket bucket)
    {
        await bucket.Fetching.WaitAsync();
        try
        {
            if (time.GetTimestamp() >= Interlocked.Read(ref silentUntil) && connecting.Value is { IsCompletedSuccessfully: true } task && await task is { IsConnected: true } redis)
            {
                RedisKey[] keys = [options.CachePrefix + client];
                RedisValue[] values = [bucket.Size.Burst, bucket.Size.PerSecond, bucket.Size.Lease];
                var answer = (long[]?)await redis.GetDatabase().ScriptEvaluateAsync(Script, keys, values).WaitAsync(Budget) ?? throw new IOException("It gave no answer.");
                bucket.Add(answer[0], answer[1], TimeSpan.FromMilliseconds(answer[2]));
                return;
            }
        }
        catch (Exception e) when (e is RedisException or TimeoutException or IOException or ObjectDisposedException)
        {
            Interlocked.Exchange(ref silentUntil, time.GetTimestamp() + (long)(Pause.TotalSeconds * time.TimestampFrequency));
            log.LogDebug("Redis does not answer, so this gateway limits by itself: {Reason}", e.Message);
        }
        finally
        {
            bucket.Fetching.Release();
        }

        bucket.AddOwn();
    }

    private void Sweep()
    {
        var now = time.GetTimestamp();
        var last = Interlocked.Read(ref swept);
        if (time.GetElapsedTime(last, now) < Idle || Interlocked.CompareExchange(ref swept, now, last) != last)
        {
            return;
        }

        foreach (var (client, bucket) in buckets)
        {
            if (time.GetElapsedTime(bucket.LastUse, now) > Idle)
            {
                buckets.TryRemove(client, out _);
            }
        }
    }

    private static Task<ConnectionMultiplexer>? Connect(IConfiguration configuration)
    {
        if (configuration.GetConnectionString("cache") is not { Length: > 0 } text)
        {
            return null;
        }

        var options = ConfigurationOptions.Parse(text);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        return Task.Run(() => ConnectionMultiplexer.ConnectAsync(options));
    }
}
