using System.Security.Cryptography;
using Google.Protobuf;
using StackExchange.Redis;

namespace EGovPlatform.ReportingService.Summaries;

/// <summary>
/// Answers computed before, in Redis (connection string `cache`). The key holds the query and the positions read, so
/// nothing has to be thrown away. Without Redis, or while it is slow, answers are computed: it may only make them faster.
/// </summary>
public sealed class SummaryCache(IConfiguration configuration, ILogger<SummaryCache> log) : IAsyncDisposable
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(10);

    private readonly Lazy<Task<ConnectionMultiplexer>?> connecting = new(() => Connect(configuration));

    /// <summary>How long Redis may take before the answer is computed instead.</summary>
    public TimeSpan Budget { get; init; } = TimeSpan.FromMilliseconds(50);

    /// <summary>Key of an answer: everything it depends on.</summary>
    public static string Key(params IEnumerable<IMessage> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var part in parts)
        {
            hash.AppendData(BitConverter.GetBytes(part.CalculateSize()));
            hash.AppendData(part.ToByteArray());
        }

        return $"egov:summary:1:{Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }

    /// <summary>The bytes kept under a key; null when there are none or Redis does not answer at once.</summary>
    public async Task<byte[]?> GetAsync(string key) => await TryAsync(async d => (byte[]?)await d.StringGetAsync(key));

    /// <summary>Keeps bytes for ten minutes, if Redis answers at once.</summary>
    public Task PutAsync(string key, byte[] value) => TryAsync<object>(async d =>
    {
        await d.StringSetAsync(key, value, Kept);
        return null;
    });

    public async ValueTask DisposeAsync()
    {
        if (connecting is { IsValueCreated: true, Value: { } task })
        {
            await (await task).CloseAsync();
        }
    }

    private async Task<T?> TryAsync<T>(Func<IDatabase, Task<T?>> work) where T : class
    {
        try
        {
            if (connecting.Value is not { IsCompletedSuccessfully: true } task || await task is not { IsConnected: true } connection)
            {
                return null;
            }

            return await work(connection.GetDatabase()).WaitAsync(Budget);
        }
        catch (Exception e) when (e is RedisException or TimeoutException or IOException or ObjectDisposedException)
        {
            log.LogDebug("The cache does not answer: {Reason}", e.Message);
            return null;
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
