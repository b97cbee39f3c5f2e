using System.Diagnostics;
using System.Globalization;
using Aspire.Hosting.Native;
using Npgsql;

namespace EGovPlatform.Aspire.Hosting.Tests;

public sealed class NativeServerTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("egov-native-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Postgres_keeps_port_and_data_over_a_kill()
    {
        await using var server = await PostgresServer.StartAsync(folder, Cancel);
        await server.EnsureDatabaseAsync("one", "ones", "se'cret", Cancel);
        var text = server.ConnectionString("one", "ones", "se'cret");
        await RunAsync(text, "CREATE TABLE kept AS SELECT 42 AS answer");
        await server.KillAsync();
        Assert.Equal(0, server.ProcessId);
        NpgsqlConnection.ClearAllPools();
        await server.StartAgainAsync(Cancel);
        Assert.Equal(42, await RunAsync(text, "SELECT answer FROM kept"));
    }

    [Fact]
    public async Task Postgres_starts_once_the_server_before_it_has_ended()
    {
        await using var server = await PostgresServer.StartAsync(folder, Cancel);
        await server.KillAsync();
        var cluster = Path.Combine(folder, "cluster");
        using var ending = Process.Start("sh", ["-c", "sleep 1; exit 0", cluster]);
        await File.WriteAllTextAsync(Path.Combine(cluster, "postmaster.pid"), string.Create(CultureInfo.InvariantCulture, $"{ending.Id}\n{cluster}\n"), Cancel);
        await server.StartAgainAsync(Cancel);
        Assert.True(ending.HasExited);
    }

    [Fact]
    public async Task Postgres_login_of_one_service_cannot_enter_the_database_of_another()
    {
        await using var server = await PostgresServer.StartAsync(folder, Cancel, durable: false);
        await server.EnsureDatabaseAsync("one", "ones", "a", Cancel);
        await server.EnsureDatabaseAsync("two", "twos", "b", Cancel);
        await server.EnsureDatabaseAsync("two", "twos", "c", Cancel);
        await RunAsync(server.ConnectionString("two", "twos", "c"), "SELECT 1");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(server.ConnectionString("two", "ones", "a"), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, refused.SqlState);
        refused = await Assert.ThrowsAsync<PostgresException>(() => RunAsync(server.ConnectionString("two", "twos", "b"), "SELECT 1"));
        Assert.Equal(PostgresErrorCodes.InvalidPassword, refused.SqlState);
    }

    [Fact]
    public async Task Redis_answers_and_ends()
    {
        await using var server = await RedisServer.StartAsync(folder, Cancel);
        Assert.True(await Probe.RedisAsync("127.0.0.1", server.Port, Cancel));
        await server.StopAsync();
        Assert.False(await Probe.RedisAsync("127.0.0.1", server.Port, Cancel));
    }

    [Fact]
    public async Task Rabbit_starts_after_a_kill_and_a_wipe_with_the_same_address()
    {
        await using var server = await RabbitServer.StartAsync(folder, Cancel);
        var address = server.ConnectionString("tests");
        await server.CreateVirtualHostAsync("tests", Cancel);
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.CreateVirtualHostAsync("\">>, oops", Cancel));
        await server.KillAsync();
        Directory.Delete(server.StoreDirectory, recursive: true);
        await server.StartAgainAsync(Cancel);
        Assert.Equal(address, server.ConnectionString("tests"));
    }

    [Fact]
    public async Task Server_that_cannot_start_says_why()
    {
        Directory.CreateDirectory(Path.Combine(folder, "cluster"));
        await File.WriteAllTextAsync(Path.Combine(folder, "cluster", "PG_VERSION"), "9.1\n", Cancel);
        var e = await Assert.ThrowsAsync<InvalidOperationException>(() => PostgresServer.StartAsync(folder, Cancel));
        Assert.Contains("PostgreSQL ended with code", e.Message, StringComparison.Ordinal);
        Assert.Contains("postgresql.conf", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Secret_is_readable_by_its_owner_only_and_stays()
    {
        var path = Path.Combine(folder, "secrets", "password");
        var secret = Machine.Secret(path);
        Assert.Equal(32, secret.Length);
        Assert.Equal(secret, Machine.Secret(path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    private static async Task<object?> RunAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync(Cancel);
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync(Cancel);
    }
}
