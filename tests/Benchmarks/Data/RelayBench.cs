using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Native;
using EGovPlatform.Common.V1;
using EGovPlatform.Messaging;
using EGovPlatform.Messaging.Broker;
using EGovPlatform.Resources;
using Google.Protobuf;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RabbitMQ.Client;

namespace EGovPlatform.Benchmarks.Data;

/// <summary>
/// Drains a log through the relay, and sends the same changes one to a message with RabbitMQ.Client, many unconfirmed at once;
/// both to one quorum queue, persistent and confirmed. Prints changes per second of each round in the order A B B A.
/// </summary>
internal static class RelayBench
{
    private const int Unconfirmed = 256;
    private const int BodyBytes = 400;
    private static readonly QueueSpec Queue = new("bench", ["egov.#"]);

    public static async Task<int> RunAsync(int changes, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("egov-bench.").FullName;
        try
        {
            await using var postgres = await PostgresServer.StartAsync(Path.Combine(folder, "postgres"));
            await using var broker = await RabbitServer.StartAsync(Path.Combine(folder, "broker"));
            await using var database = NpgsqlDataSource.Create(postgres.ConnectionString("postgres"));
            await new Migrator(database, NullLogger<Migrator>.Instance).RunAsync(typeof(Migrator).Assembly, CancellationToken.None);
            await FillAsync(database, changes);
            var uri = new Uri(broker.ConnectionString());
            var figures = new List<double[]>();
            // The first round warms up.
            for (var round = 0; round <= rounds; round++)
            {
                double[] rates = [await RelayAsync(database, uri, changes), await RawAsync(uri, changes), await RawAsync(uri, changes), await RelayAsync(database, uri, changes)];
                await Console.Error.WriteLineAsync(string.Join(' ', rates.Select(r => r.ToString("0", CultureInfo.InvariantCulture))));
                if (round > 0)
                {
                    figures.Add(rates);
                }
            }

            Console.WriteLine(JsonSerializer.Serialize(figures));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task FillAsync(NpgsqlDataSource database, int changes)
    {
        await ExecuteAsync(database, string.Create(CultureInfo.InvariantCulture, $"""
            insert into change (resource_type, name, version, kind, actor, body, hash)
            select 'egov.countries.v1.Agreement', 'agreements/' || i, 1, 'created', 'user:bench', decode(repeat('61', {BodyBytes}), 'hex'), sha256('x')
            from generate_series(1, {changes}) i;
            insert into position (position, seq, chain) select row_number() over (order by seq), seq, '\x' from change;
            update sequencer set position = {changes}, horizon = pg_snapshot_xmax(pg_current_snapshot());
            """));
        await ExecuteAsync(database, "vacuum analyze");
    }

    private static async Task<double> RelayAsync(NpgsqlDataSource database, Uri broker, int changes)
    {
        await PurgeAsync(broker);
        await ExecuteAsync(database, "delete from cursor_position");
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration["ConnectionStrings:messaging"] = broker.ToString();
        builder.Services.AddSingleton(database);
        builder.Services.AddEGovMessaging(builder.Configuration, options =>
        {
            options.Service = "countries";
            options.NameIndex = false;
            options.KnownConsumers = [Queue];
        });
        using var host = builder.Build();
        await host.StartAsync();
        // From the first window on: connecting is not draining.
        var from = await ReachAsync(database, 1);
        var clock = Stopwatch.StartNew();
        var to = await ReachAsync(database, changes);
        var rate = (to - from) / clock.Elapsed.TotalSeconds;
        await host.StopAsync();
        return rate;
    }

    private static async Task<long> ReachAsync(NpgsqlDataSource database, long position)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await timer.WaitForNextTickAsync())
        {
            await using var command = database.CreateCommand("select coalesce(max(position), 0) from cursor_position where reader = 'relay'");
            var reached = (long)(await command.ExecuteScalarAsync())!;
            if (reached >= position)
            {
                return reached;
            }
        }

        return 0;
    }

    private static async Task<double> RawAsync(Uri broker, int changes)
    {
        await PurgeAsync(broker);
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true, outstandingPublisherConfirmationsRateLimiter: null));
        var properties = new BasicProperties { Persistent = true };
        var body = ByteString.CopyFrom(new byte[BodyBytes]);
        using var slots = new SemaphoreSlim(Unconfirmed);
        var sent = new List<Task>();
        var clock = Stopwatch.StartNew();
        for (var position = 1; position <= changes; position++)
        {
            var change = new Change { Service = "countries", Position = position, ResourceType = "egov.countries.v1.Agreement", Name = "agreements/1", Version = 1, Kind = "created", Actor = "user:bench", Body = body };
            await slots.WaitAsync();
            sent.Add(SendAsync(change.ToByteArray()));
        }

        await Task.WhenAll(sent);
        return changes / clock.Elapsed.TotalSeconds;

        async Task SendAsync(byte[] message)
        {
            await channel.BasicPublishAsync(QueueSpec.Exchange, "egov.countries.agreement.created", mandatory: true, properties, message);
            slots.Release();
        }
    }

    private static async Task PurgeAsync(Uri broker)
    {
        await using var control = new BrokerControl(new(broker.OriginalString), "bench", [Queue]);
        await control.EnsureTopologyAsync(CancellationToken.None);
        await using var connection = await new ConnectionFactory { Uri = broker }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueuePurgeAsync(Queue.Queue);
    }

    private static async Task ExecuteAsync(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
    }
}
