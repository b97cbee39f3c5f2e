using Aspire.Hosting.Native;
using EGovPlatform.Access;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>Connection strings that name the nodes of a cluster, of which one does not answer.</summary>
public sealed class SeveralAddressesTests
{
    [Theory]
    [InlineData("amqp://broker", "amqp://broker/")]
    [InlineData("amqps://a:b%40c,d@one:5671,two,three:7/egov%2Fx", "amqps://a:b%40c,d@one:5671/egov%2Fx amqps://a:b%40c,d@two/egov%2Fx amqps://a:b%40c,d@three:7/egov%2Fx")]
    public void Each_node_has_the_login_and_the_virtual_host(string text, string nodes) =>
        Assert.Equal(nodes, string.Join(' ', new BrokerAddress(text).Nodes.Select(n => n.AbsoluteUri)));

    [Theory]
    [InlineData("http://egov:secret@broker")]
    [InlineData("amqp://egov:secret@one,,three")]
    [InlineData("amqp://egov:secret@one:5672,two:port")]
    public void What_is_no_address_is_refused_without_its_password(string text) =>
        Assert.DoesNotContain("secret", Assert.Throws<FormatException>(() => new BrokerAddress(text)).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Changes_arrive_while_the_node_named_first_is_away()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var live = new Uri((await TestVhost.CreateAsync()).ConnectionString);
        var broker = live.OriginalString.Replace($"@{live.Authority}", $"@127.0.0.1:{Machine.FreePort()},{live.Authority}", StringComparison.Ordinal);
        await using var reporting = await TestNode.ReportingAsync(mart, broker, RelayTests.NoPull);
        await using var countries = await TestNode.ProducerAsync(log, broker);

        await RelayTests.WriteAsync(log, 1, 50);
        await Eventually.Async("50 changes in the mart", async () => await mart.CountAsync("mart") == 50);
    }

    [Fact]
    public async Task A_service_finds_the_database_behind_a_host_that_is_away()
    {
        await using var database = await TestDatabase.CreateAsync();
        var live = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var several = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Host = $"127.0.0.1:{Machine.FreePort()},{live.Host}:{live.Port}" };
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:countriesdb", several.ConnectionString)]).Build();
        var services = new ServiceCollection();
        services.AddResources(configuration, "countries");
        await using var provider = services.BuildServiceProvider();

        await using var command = provider.GetRequiredService<NpgsqlDataSource>().CreateCommand("select current_database()");
        Assert.Equal(database.Name, await command.ExecuteScalarAsync());
    }
}
