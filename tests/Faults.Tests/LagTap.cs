using System.Collections.Concurrent;
using EGovPlatform.Common.V1;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace EGovPlatform.Faults.Tests;

/// <summary>Hears every change at the broker, as its consumers do, and when.</summary>
internal sealed class LagTap : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, DateTime> heard = new(StringComparer.Ordinal);
    private readonly IConnection connection;

    private LagTap(IConnection connection) => this.connection = connection;

    /// <summary>When the first version of each record was heard.</summary>
    public Dictionary<string, DateTime> Heard => new(heard, StringComparer.Ordinal);

    public static async Task<LagTap> StartAsync(Installation site)
    {
        var connection = await new ConnectionFactory { Uri = new Uri(site.Rabbit.ConnectionString()) }.CreateConnectionAsync();
        var tap = new LagTap(connection);
        var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        await channel.QueueBindAsync(queue.QueueName, Broker.Exchange, "egov.#");
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, message) =>
        {
            var now = DateTime.UtcNow;
            foreach (var change in ChangesCommitted.Parser.ParseFrom(message.Body.Span).Changes.Where(c => c.Version == 1))
            {
                tap.heard.TryAdd(change.Name, now);
            }

            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        return tap;
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}
