using Aspire.Hosting.Native;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Testing;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Tests;

/// <summary>What holds while the broker is killed, and after it came back with or without its data.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_killed_broker_delays_changes_and_loses_none_even_without_catching_up()
    {
        await using var server = await OwnBroker.StartAsync();
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        await using var reporting = await TestNode.ReportingAsync(mart, server.ConnectionString, RelayTests.NoPull);
        await using var countries = await TestNode.ProducerAsync(log, server.ConnectionString);

        for (var round = 0; round < 3; round++)
        {
            var from = round * 300;
            await RelayTests.WriteAsync(log, from + 1, 100);
            await Eventually.Async("the first changes of the round", async () => await mart.CountAsync("mart") > from, Limit);
            await server.Server.KillSettledAsync();
            await RelayTests.WriteAsync(log, from + 101, 100);
            Assert.Equal(0, await log.ScalarAsync<long>(
                "select count(*) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'"));
            await server.Server.StartAgainAsync();
            await RelayTests.WriteAsync(log, from + 201, 100);
            await Eventually.Async($"{from + 300} changes after restart {round}", async () => await mart.CountAsync("mart") == from + 300, Limit);
        }
        Assert.Equal(900, await mart.ScalarAsync<long>("select position from cursor_position where reader = 'from:countries'"));
    }

    [Fact]
    public async Task A_broker_that_lost_its_data_loses_nothing()
    {
        await using var server = await OwnBroker.StartAsync();
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        await using var countries = await TestNode.ProducerAsync(log, server.ConnectionString);
        await RelayTests.WriteAsync(log, 1, 200);
        await Eventually.Async("the relay to be done", async () =>
            await log.ScalarAsync<long>("select coalesce(max(position), 0) from cursor_position where reader = 'relay'") == 200, Limit);

        // Confirmed, never consumed, and gone.
        await server.Server.KillAsync();
        Directory.Delete(server.Server.StoreDirectory, recursive: true);
        await using var reporting = await TestNode.ReportingAsync(mart, server.ConnectionString, log.ListAsync);
        await Eventually.Async("200 changes from the owner alone", async () => await mart.CountAsync("mart") == 200, Limit);

        await server.Server.StartAgainAsync();
        await RelayTests.WriteAsync(log, 201, 100);
        await Eventually.Async("300 changes", async () => await mart.CountAsync("mart") == 300, Limit);
        await Eventually.Async("the queue to be declared and consumed again", async () =>
        {
            await using var control = new BrokerControl(new(server.ConnectionString), "test", []);
            return (await control.AskAsync("reporting.changes", default)).Consumers == 1;
        }, Limit);
        await RelayTests.WriteAsync(log, 301, 10);
        await Eventually.Async("310 changes", async () => await mart.CountAsync("mart") == 310, Limit);
    }

    [Fact]
    public async Task The_start_of_a_bus_that_finds_no_broker_ends_when_the_control_loses_it_too()
    {
        await using var control = new BrokerControl(new((await TestVhost.CreateAsync()).ConnectionString), "test", []);
        await control.DeclareAsync(TestContext.Current.CancellationToken);
        var lines = new LogCollector();
        using var log = LoggerFactory.Create(l => l.AddProvider(lines));
        var bus = BrokerBus.Create(new($"amqp://egov:egov@127.0.0.1:{Machine.FreePort()}"), "test", log);
        var start = bus.StartAsync(control, log.CreateLogger("test"), TestContext.Current.CancellationToken);
        await Eventually.Async("the bus to try again", () => lines.Lines.Any(l => l.Text.Contains("Retrying", StringComparison.Ordinal)), Limit);

        await control.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
    }

    private sealed class OwnBroker(RabbitServer server, string folder) : IAsyncDisposable
    {
        public RabbitServer Server => server;

        public string ConnectionString => server.ConnectionString();

        public static async Task<OwnBroker> StartAsync()
        {
            var folder = Directory.CreateTempSubdirectory("egov-broker.").FullName;
            return new(await RabbitServer.StartAsync(folder), folder);
        }

        public async ValueTask DisposeAsync()
        {
            await server.DisposeAsync();
            Directory.Delete(folder, recursive: true);
        }
    }
}
