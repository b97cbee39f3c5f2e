using EGovPlatform.Messaging.Broker;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Operating;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Npgsql;

namespace EGovPlatform.Messaging.Tests;

/// <summary>Parked changes tried again, and a consumer that is there and applies nothing.</summary>
public sealed class OperatingTests
{
    [Fact]
    public async Task A_change_that_could_not_be_sent_goes_out_when_tried_again()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await log.WriteAsync("agreements/large", body: new byte[90_000]);
        await using var countries = await TestNode.ProducerAsync(log, broker, options => options.MaxMessageBytes = 50_000);
        countries.Logs.Expect("Parked countries/1");
        await using var reporting = await TestNode.ReportingAsync(mart, broker, RelayTests.NoPull);
        await Eventually.Async("the change to be parked", async () => await log.CountAsync("parked") == 1);
        var desk = countries.Services.GetRequiredService<MessageDesk>();
        const string name = "services/countries/parkedChanges/out-countries-1";

        var failed = await desk.RetryAsync(name, TestContext.Current.CancellationToken);

        Assert.False(failed.Done);
        Assert.Contains("50000", failed.Reason, StringComparison.Ordinal);
        Assert.Equal(2, await log.ScalarAsync<int>("select attempts from parked"));

        countries.Services.GetRequiredService<MessagingOptions>().MaxMessageBytes = 200_000;
        Assert.True((await desk.RetryAsync(name, TestContext.Current.CancellationToken)).Done);

        Assert.Equal(0, await log.CountAsync("parked"));
        await Eventually.Async("the change to arrive", async () => await mart.CountAsync("mart") == 1);
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(() => desk.RetryAsync(name, TestContext.Current.CancellationToken))).StatusCode);
    }

    [Fact]
    public async Task A_change_that_could_not_be_applied_is_applied_once_what_stood_in_its_way_is_gone()
    {
        await using var log = await TestLog.CreateAsync();
        await using var mart = await TestLog.CreateAsync();
        var broker = (await TestVhost.CreateAsync()).ConnectionString;
        await using var reporting = await TestNode.ReportingAsync(mart, broker, log.ListAsync);
        reporting.Logs.Expect("Parked countries/1");
        await mart.ExecuteAsync("insert into mart values ('agreements/1', 1, 0)");
        await using var countries = await TestNode.ProducerAsync(log, broker);
        await RelayTests.WriteAsync(log, 1, 3);
        await Eventually.Async("the two others", async () => await mart.ScalarAsync<long>("select count(*) from mart where position > 0") == 2);
        var desk = reporting.Services.GetRequiredService<MessageDesk>();
        const string name = "services/reporting/parkedChanges/in-countries-1";

        Assert.False((await desk.RetryAsync(name, TestContext.Current.CancellationToken)).Done);
        await mart.ExecuteAsync("delete from mart where position = 0");
        Assert.True((await desk.RetryAsync(name, TestContext.Current.CancellationToken)).Done);

        Assert.Equal(1, await mart.ScalarAsync<long>("select position from mart where name = 'agreements/1'"));
        Assert.Equal(0, await mart.CountAsync("parked"));
        Assert.Equal(3, await mart.ScalarAsync<long>("select position from cursor_position where reader = 'from:countries'"));
    }

    [Fact]
    public async Task A_consumer_whose_changes_do_not_get_through_is_unhealthy_until_they_do()
    {
        await using var mart = await TestLog.CreateAsync();
        await mart.ExecuteAsync("create table mart (name text, version bigint, position bigint, primary key (name, version))");
        var time = new LaterTime();
        var watch = new ApplyWatch(new PostgresInbox(mart.Source, [new MartHandler()], new MessagingOptions()), time);
        Common.V1.Change change = new() { Service = "countries", Position = 1, Name = "agreements/1", Version = 1 };

        await using (var blocker = await mart.Source.OpenConnectionAsync(TestContext.Current.CancellationToken))
        {
            await using var transaction = await blocker.BeginTransactionAsync(TestContext.Current.CancellationToken);
            await using var command = new NpgsqlCommand("lock table mart in access exclusive mode", blocker);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            var applying = watch.ApplyAsync("countries", [change], 0, 1, TestContext.Current.CancellationToken);
            Assert.Empty(watch.Stuck());

            time.Ahead = ApplyWatch.Patience + TimeSpan.FromSeconds(1);

            Assert.Equal(["countries"], watch.Stuck());
            Assert.Equal(HealthStatus.Unhealthy, await HealthAsync());
            await transaction.CommitAsync(TestContext.Current.CancellationToken);
            Assert.True(await applying);
        }

        Assert.Empty(watch.Stuck());
        Assert.NotEqual(HealthStatus.Unhealthy, await HealthAsync());

        // Neither a lock nor a lost database, but it fails each time: a migration is missing.
        await mart.ExecuteAsync("alter table mart rename to away");
        change.Version = 2;
        await Assert.ThrowsAsync<PostgresException>(() => watch.ApplyAsync("countries", [change], 1, 2, TestContext.Current.CancellationToken));
        time.Ahead += ApplyWatch.Patience + TimeSpan.FromSeconds(1);
        await Assert.ThrowsAsync<PostgresException>(() => watch.ApplyAsync("countries", [change], 1, 2, TestContext.Current.CancellationToken));
        Assert.Equal(HealthStatus.Unhealthy, await HealthAsync());
        await mart.ExecuteAsync("alter table away rename to mart");
        Assert.True(await watch.ApplyAsync("countries", [change], 1, 2, TestContext.Current.CancellationToken));
        Assert.NotEqual(HealthStatus.Unhealthy, await HealthAsync());

        async Task<HealthStatus> HealthAsync()
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:messaging", "amqp://nobody.invalid")]).Build();
            await using var services = new ServiceCollection().AddLogging().AddSingleton(mart.Source)
                .AddEGovMessaging(configuration, options => options.Service = "countries").BuildServiceProvider();
            var host = services.GetRequiredService<ConsumerHost>();
            return (await new ConsumerHealthCheck(host, watch).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status;
        }
    }

    /// <summary>The machine's clock, some time ahead.</summary>
    private sealed class LaterTime : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override long GetTimestamp() => base.GetTimestamp() + (long)(Ahead.TotalSeconds * TimestampFrequency);
    }
}
