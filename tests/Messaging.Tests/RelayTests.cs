using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using RabbitMQ.Client;

namespace EGovPlatform.Messaging.Tests;

/// <summary>A producer, a broker and Reporting, on real servers.</summary>
public sealed class RelayTests
{
    [Fact]
    public async Task Changes_reach_the_consumer_by_message_in_order()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var reporting = await TestNode.ReportingAsync(mart, broker, NoPull);
        await using var countries = await TestNode.ProducerAsync(log, broker);

        await WriteAsync(log, 1, 500);
        await Eventually.Async("500 changes in the mart", async () => await mart.CountAsync("mart") == 500);
        Assert.Equal(500, await mart.ScalarAsync<long>("select position from cursor_position where reader = 'from:countries'"));
        Assert.Equal(20, await mart.CountAsync("name_index"));
        await Eventually.Async("the relay's place to be noted",
            async () => await log.ScalarAsync<long>("select coalesce(max(position), 0) from cursor_position where reader = 'relay'") == 500);
        reporting.Logs.Verify();
        countries.Logs.Verify();
    }

    [Fact]
    public async Task An_outside_application_binds_to_one_type_and_reads_plain_protobuf()
    {
        await using var log = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var countries = await TestNode.ProducerAsync(log, broker);
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync(QueueSpec.Exchange, ExchangeType.Topic, durable: true);
        await channel.QueueDeclareAsync("outside", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueBindAsync("outside", QueueSpec.Exchange, "egov.countries.agreement.signed");

        const string call = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        await log.WriteAsync("agreements/1");
        await log.WriteAsync("agreements/1", 2, "agreement.signed", traceparent: call);
        var message = await Eventually.GetAsync("the signing", async () => await channel.BasicGetAsync("outside", autoAck: true));

        var batch = ChangesCommitted.Parser.ParseFrom(message.Body.Span);
        var change = Assert.Single(batch.Changes);
        Assert.Equal(("agreements/1", 2, 2, "countries/2"), (change.Name, change.Version, change.Position, change.EventId));
        Assert.Equal("egov.countries.agreement.signed", message.RoutingKey);
        Assert.Equal("application/x-protobuf; proto=egov.common.v1.ChangesCommitted", message.BasicProperties.ContentType);
        Assert.True(message.BasicProperties.Persistent);
        Assert.Equal("countries/2-2", Header(message, "cloudEvents_id"));
        Assert.Equal("/egov/countries", Header(message, "cloudEvents_source"));
        Assert.Equal("egov.countries.agreement.signed", Header(message, "cloudEvents_type"));
        Assert.Equal("agreements/1", Header(message, "cloudEvents_subject"));
        Assert.Contains("0af7651916cd43dd8448eb211c80319c", Header(message, "traceparent"), StringComparison.Ordinal);
        Assert.Null(await channel.BasicGetAsync("outside", autoAck: true));
    }

    [Fact]
    public async Task A_change_that_cannot_be_published_is_parked_and_the_others_go_on()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        for (var i = 1; i <= 30; i++)
        {
            await log.WriteAsync($"agreements/{i}", body: new byte[i == 17 ? 90_000 : 100]);
        }
        await using var countries = await TestNode.ProducerAsync(log, broker, options => options.MaxMessageBytes = 50_000);
        countries.Logs.Expect("Parked countries/17");
        await using var reporting = await TestNode.ReportingAsync(mart, broker, pull: null);

        await Eventually.Async("the 29 others", async () => await mart.CountAsync("mart") == 29);
        Assert.Equal("agreements/17", await log.ScalarAsync<string>("select name from parked where direction = 'out' and reason like '%50000%'"));
        Assert.Equal(1, await log.CountAsync("parked"));
        countries.Logs.Verify();
    }

    [Fact]
    public async Task A_change_that_cannot_be_applied_is_parked_and_the_others_go_on()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var reporting = await TestNode.ReportingAsync(mart, broker, log.ListAsync);
        reporting.Logs.Expect("Parked countries/11");
        await using var countries = await TestNode.ProducerAsync(log, broker);

        await WriteAsync(log, 1, 10);
        await log.WriteAsync("agreements/poison");
        await WriteAsync(log, 12, 10);
        await Eventually.Async("the 20 others", async () => await mart.CountAsync("mart") == 20);
        Assert.Equal("MartHandler: Cannot read this one.", await mart.ScalarAsync<string>("select reason from parked where direction = 'in' and position = 11"));
        reporting.Logs.Verify();
    }

    [Fact]
    public async Task A_message_that_cannot_be_read_ends_in_the_dead_letters()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var reporting = await TestNode.ReportingAsync(mart, broker, NoPull);
        await using var countries = await TestNode.ProducerAsync(log, broker);
        await using var control = new BrokerControl(new(broker), "test", QueueSpec.Platform);
        await control.DeclareAsync(CancellationToken.None);
        await using var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();

        await channel.BasicPublishAsync(QueueSpec.Exchange, "egov.countries.agreement.created", new byte[] { 0xFF, 0xFF, 0xFF });
        await Eventually.Async("the dead letter", async () => (await control.AskAsync("reporting.changes.dead", default)).Messages == 1);
        await WriteAsync(log, 1, 10);
        await Eventually.Async("10 changes in the mart", async () => await mart.CountAsync("mart") == 10);
    }

    [Fact]
    public async Task The_watchdog_sees_a_lost_queue_and_brings_the_consumer_back()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var reporting = await TestNode.ReportingAsync(mart, broker, NoPull);
        await using var countries = await TestNode.ProducerAsync(log, broker);
        var health = reporting.Services.GetRequiredService<HealthCheckService>();
        await Eventually.Async("health", async () => (await health.CheckHealthAsync()).Status == HealthStatus.Healthy);

        await using (var connection = await new ConnectionFactory { Uri = new(broker) }.CreateConnectionAsync())
        await using (var channel = await connection.CreateChannelAsync())
        {
            await channel.QueueDeleteAsync("reporting.changes");
        }
        await Eventually.Async("the queue to have a consumer again", async () =>
            await ConsumersAsync(broker) == 1, TimeSpan.FromSeconds(90));
        await Eventually.Async("health", async () => (await health.CheckHealthAsync()).Status == HealthStatus.Healthy);
        await WriteAsync(log, 1, 10);
        await Eventually.Async("10 changes in the mart", async () => await mart.CountAsync("mart") == 10);
    }

    internal static Task<ListChangesResponse> NoPull(string service, long after, int limit, CancellationToken cancellation) =>
        Task.FromResult(new ListChangesResponse { NextPosition = after, LastPosition = after });

    internal static async Task WriteAsync(TestLog log, int from, int count)
    {
        for (var i = from; i < from + count; i++)
        {
            await log.WriteAsync($"agreements/{i % 20}", i, i % 3 == 0 ? "updated" : "created");
        }
    }

    private static async Task<uint> ConsumersAsync(string broker)
    {
        await using var control = new BrokerControl(new(broker), "test", []);
        return (await control.AskAsync("reporting.changes", default)).Consumers;
    }

    private static string? Header(BasicGetResult message, string name) =>
        message.BasicProperties.Headers?[name] is byte[] value ? System.Text.Encoding.UTF8.GetString(value) : null;
}
