using Aspire.Hosting.Native;
using Npgsql;
using RabbitMQ.Client;

namespace EGovPlatform.Testing.Tests;

public sealed class ServerTests
{
    private static readonly DatabaseTemplate Template = new("sample", async connectionString =>
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using var command = source.CreateCommand("CREATE TABLE sample AS SELECT 7 AS n");
        await command.ExecuteNonQueryAsync();
    });

    [Fact]
    public async Task Each_database_is_a_copy_of_its_own()
    {
        var databases = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => TestDatabase.CreateAsync(Template)));
        Assert.Equal(4, databases.Select(d => d.Name).Distinct(StringComparer.Ordinal).Count());
        await using (var connection = await databases[0].OpenAsync())
        {
            await using var command = new NpgsqlCommand("UPDATE sample SET n = 8", connection);
            await command.ExecuteNonQueryAsync();
        }

        Assert.Equal(8, await databases[0].ScalarAsync<int>("SELECT n FROM sample"));
        Assert.Equal(7, await databases[1].ScalarAsync<int>("SELECT n FROM sample"));
        foreach (var database in databases)
        {
            await database.DisposeAsync();
        }

        await Assert.ThrowsAsync<PostgresException>(databases[0].OpenAsync);
    }

    [Fact]
    public async Task Virtual_hosts_do_not_see_each_other()
    {
        // More than one batch of them.
        var hosts = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => TestVhost.CreateAsync()));
        Assert.Equal(10, hosts.Select(h => h.ConnectionString).Distinct(StringComparer.Ordinal).Count());
        await using var one = await ConnectAsync(hosts[0]);
        await using var other = await ConnectAsync(hosts[9]);
        await using var channel = await one.CreateChannelAsync();
        await channel.QueueDeclareAsync("q");
        await using var elsewhere = await other.CreateChannelAsync();
        await Assert.ThrowsAsync<RabbitMQ.Client.Exceptions.OperationInterruptedException>(() => elsewhere.QueueDeclarePassiveAsync("q"));
    }

    [Fact]
    public async Task Redis_answers()
    {
        var address = (await TestServers.RedisAsync()).Split(':', ',');
        Assert.True(await Probe.RedisAsync(address[0], int.Parse(address[1], System.Globalization.CultureInfo.InvariantCulture), CancellationToken.None));
    }

    private static Task<IConnection> ConnectAsync(TestVhost host) => new ConnectionFactory { Uri = new Uri(host.ConnectionString) }.CreateConnectionAsync();
}
