using System.Globalization;
using Aspire.Hosting.Native;
using EGovPlatform.Testing;
using StackExchange.Redis;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Two Redis servers of which one is the primary, named in one connection string.</summary>
public sealed class CacheFailoverTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("egov-redis.");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task Writes_follow_the_primary()
    {
        await using var one = await RedisServer.StartAsync(Path.Combine(folder.FullName, "one"));
        await using var two = await RedisServer.StartAsync(Path.Combine(folder.FullName, "two"));
        await TellAsync(one, "127.0.0.1", two.Port.ToString(CultureInfo.InvariantCulture));
        var options = ConfigurationOptions.Parse($"{one.ConnectionString},{two.ConnectionString},configCheckSeconds=1");
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = 1000;
        using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        await WritesAsync("the first primary");

        await two.KillAsync();
        await TellAsync(one, "NO", "ONE");
        await WritesAsync("the new primary");

        Task WritesAsync(string where) => Eventually.Async($"a write to {where}", async () =>
        {
            try
            {
                return await redis.GetDatabase().StringSetAsync("key", where);
            }
            catch (Exception e) when (e is RedisException or TimeoutException)
            {
                return false;
            }
        });
    }

    private static async Task TellAsync(RedisServer server, string host, string port)
    {
        var options = ConfigurationOptions.Parse(server.ConnectionString);
        options.AllowAdmin = true;
        (options.ConnectTimeout, options.SyncTimeout) = (90_000, 90_000);
        using var admin = await ConnectionMultiplexer.ConnectAsync(options);
        await admin.GetDatabase().ExecuteAsync("REPLICAOF", host, port);
    }
}
