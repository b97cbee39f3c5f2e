using System.Globalization;
using Npgsql;

namespace EGovPlatform.Testing;

/// <summary>An empty database, or a copy of a prepared one, for one test class. Dropped when disposed.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private static int count;

    private TestDatabase(string name, string connectionString)
    {
        Name = name;
        ConnectionString = connectionString;
    }

    public string Name { get; }

    /// <summary>Connection string of the superuser, with a small pool.</summary>
    public string ConnectionString { get; }

    public static async Task<TestDatabase> CreateAsync(DatabaseTemplate? template = null)
    {
        var source = template is null ? "template0" : await template.NameAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"t{Environment.ProcessId}_{Interlocked.Increment(ref count)}");
        await ExecuteAsync($"CREATE DATABASE {name} TEMPLATE {source}");
        return new TestDatabase(name, await ConnectionStringAsync(name));
    }

    public async Task<NpgsqlConnection> OpenAsync()
    {
        var connection = new NpgsqlConnection(ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>First column of the first row.</summary>
    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var connection = await OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync() ?? throw new InvalidOperationException($"No value from: {sql}"));
    }

    public async ValueTask DisposeAsync()
    {
        await using (var connection = new NpgsqlConnection(ConnectionString))
        {
            NpgsqlConnection.ClearPool(connection);
        }

        await ExecuteAsync($"DROP DATABASE IF EXISTS {Name} WITH (FORCE)");
    }

    internal static async Task<string> ConnectionStringAsync(string database) =>
        new NpgsqlConnectionStringBuilder(await TestServers.PostgresAsync()) { Database = database, MaxPoolSize = 20 }.ConnectionString;

    internal static async Task ExecuteAsync(string sql)
    {
        var server = new NpgsqlConnectionStringBuilder(await TestServers.PostgresAsync()) { Pooling = false };
        await using var connection = new NpgsqlConnection(server.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
