using System.Text;
using Google.Protobuf;
using EGovPlatform.Common.V1;
using RabbitMQ.Client;

namespace EGovPlatform.Faults.Tests;

/// <summary>What happens at the broker: its death, its forgetting, and messages nobody should send.</summary>
internal sealed class Broker(Installation site)
{
    /// <summary>Where all services publish.</summary>
    public const string Exchange = "egov.changes";

    private const string Tap = "faults.tap";

    private readonly List<(string Key, string Type, byte[] Body)> heard = [];

    public async Task WipeAsync()
    {
        await site.Rabbit.KillAsync();
        Directory.Delete(site.Rabbit.StoreDirectory, recursive: true);
    }

    /// <summary>Bytes that are no message, a message without its changes, and one of a service nobody knows.</summary>
    public Task PoisonAsync() => WithChannelAsync(async channel =>
    {
        await PublishAsync(channel, "egov.countries.agreement.created", "text/plain", Encoding.UTF8.GetBytes("this is no message"));
        await PublishAsync(channel, "egov.countries.agreement.created", Media, new byte[] { 0x0a, 0xff, 0xff, 0x01 });
        await PublishAsync(channel, "egov.nobody.thing.created", Media, new ChangesCommitted { Service = "nobody", EventType = "egov.nobody.thing.created", FirstPosition = 1, LastPosition = 1 }.ToByteArray());
    });

    /// <summary>Keeps copies of what is published from now on.</summary>
    public Task ListenAsync() => WithChannelAsync(async channel =>
    {
        await channel.QueueDeclareAsync(Tap, durable: true, exclusive: false, autoDelete: false, arguments: new Dictionary<string, object?> { ["x-max-length"] = 500 });
        await channel.QueueBindAsync(Tap, Exchange, "egov.#");
    });

    /// <summary>Publishes up to fifty messages of before once more, shuffled.</summary>
    public Task RepeatAsync(Random random) => WithChannelAsync(async channel =>
    {
        while (await channel.BasicGetAsync(Tap, autoAck: true) is { } message)
        {
            heard.Add((message.RoutingKey, message.BasicProperties.ContentType ?? "", message.Body.ToArray()));
        }

        foreach (var (key, type, body) in heard.OrderBy(_ => random.Next()).Take(50).ToList())
        {
            await PublishAsync(channel, key, type, body);
        }
    });

    private static string Media => $"application/x-protobuf; proto={ChangesCommitted.Descriptor.FullName}";

    private static ValueTask PublishAsync(IChannel channel, string key, string type, byte[] body) =>
        channel.BasicPublishAsync(Exchange, key, mandatory: false, new BasicProperties { ContentType = type, DeliveryMode = DeliveryModes.Persistent }, body);

    // A broker that is away at the moment has another fault already.
    private async Task WithChannelAsync(Func<IChannel, Task> work)
    {
        try
        {
            var factory = new ConnectionFactory { Uri = new Uri(site.Rabbit.ConnectionString()), AutomaticRecoveryEnabled = false, ContinuationTimeout = TimeSpan.FromSeconds(3) };
            await using var connection = await factory.CreateConnectionAsync();
            await using var channel = await connection.CreateChannelAsync();
            await work(channel);
        }
        catch (Exception e) when (e is RabbitMQ.Client.Exceptions.RabbitMQClientException or IOException or OperationCanceledException or TimeoutException)
        {
            // Nothing was sent.
        }
    }
}
