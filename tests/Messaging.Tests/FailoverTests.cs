using Aspire.Hosting.Native;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>Two PostgreSQL servers of which one takes writes, named in one connection string.</summary>
public sealed class FailoverTests : IDisposable
{
    private const string Login = "countriesdb";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("egov-failover.");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_service_follows_the_database_that_takes_writes()
    {
        await using var one = await StartAsync("one", readOnly: true);
        await using var two = await StartAsync("two", readOnly: false);
        await using var provider = Service(one, two);
        var database = provider.GetRequiredService<NpgsqlDataSource>();
        Assert.Equal(two.Port, await PortAsync(database));

        await two.KillAsync();
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => PortAsync(database));

        // The first error came from the broken connection; from now on there is none to have.
        Assert.Null((await Assert.ThrowsAnyAsync<NpgsqlException>(() => PortAsync(database))).SqlState);

        await SetReadOnlyAsync(one, readOnly: false);
        await Eventually.Async("the other server to be used", async () =>
        {
            try
            {
                return await PortAsync(database) == one.Port;
            }
            catch (NpgsqlException)
            {
                return false;
            }
        });
    }

    private static ServiceProvider Service(PostgresServer one, PostgresServer two)
    {
        var text = new NpgsqlConnectionStringBuilder(one.ConnectionString(Login, Login, "secret"))
        {
            Host = $"127.0.0.1:{one.Port},127.0.0.1:{two.Port}",
            HostRecheckSeconds = 1,
        };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new($"ConnectionStrings:{Login}", text.ConnectionString)]).Build();
        var services = new ServiceCollection();
        services.AddResources(configuration, "countries");
        return services.BuildServiceProvider();
    }

    private static async Task<int> PortAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("select inet_server_port()");
        return (int)(await command.ExecuteScalarAsync())!;
    }

    private static async Task SetReadOnlyAsync(PostgresServer server, bool readOnly)
    {
        await using var connection = new NpgsqlConnection(server.ConnectionString("postgres") + ";Pooling=false");
        await connection.OpenAsync();
        var value = readOnly ? "on" : "off";

        // For the whole server, so that sessions which are open learn of it, as they do of a promotion.
        await new NpgsqlCommand($"alter system set default_transaction_read_only = {value}", connection).ExecuteNonQueryAsync();
        await new NpgsqlCommand("select pg_reload_conf()", connection).ExecuteNonQueryAsync();
        await Eventually.Async("the server to have read its settings", async () =>
            (string)(await new NpgsqlCommand("show default_transaction_read_only", connection).ExecuteScalarAsync())! == value);
    }

    private async Task<PostgresServer> StartAsync(string name, bool readOnly)
    {
        var server = await PostgresServer.StartAsync(Path.Combine(folder.FullName, name), durable: false);
        await server.EnsureDatabaseAsync(Login, Login, "secret");
        await SetReadOnlyAsync(server, readOnly);
        return server;
    }
}
