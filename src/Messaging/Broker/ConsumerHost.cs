using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using MassTransit;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Broker;

/// <summary>
/// Consumes this service's queue and watches that the broker agrees: after an outage a consumer may be gone while
/// everything here looks well. When the broker counts fewer than it should for a while, the bus is started anew.
/// </summary>
public sealed class ConsumerHost(
    BrokerAddress broker, BrokerControl control, ChangeReceiver receiver, ApplyWatch watch, MessagingOptions options,
    ILoggerFactory logs, TimeProvider time) : BackgroundService
{
    private const int Patience = 3;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly ILogger _log = logs.CreateLogger<ConsumerHost>();
    private readonly QueueSpec _queue = options.Queue!;

    /// <summary>What the last look at the broker found.</summary>
    public ConsumerState State { get; private set; } = new(Reachable: false, Expected: 0, Counted: 0);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var bus = BrokerBus.Create(broker, $"{options.Service} consume", logs, Configure);
            try
            {
                await control.EnsureTopologyAsync(stoppingToken);
                await bus.StartAsync(control, _log, stoppingToken);
                failures = 0;
                await WatchAsync(stoppingToken);
                _log.LogWarning("The broker does not count the consumer of {Queue}; starting it anew.", _queue.Queue);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                State = State with { Reachable = false };
                _log.Log(failures is 0 or 10 ? LogLevel.Warning : LogLevel.Debug, "Consuming {Queue} waits: {Reason}", _queue.Queue, e.Message);
                await Backoff.WaitAsync(failures++, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
            }
            var stopped = bus.LetGoAsync(_log);
            if (stoppingToken.IsCancellationRequested)
            {
                await stopped;
            }
        }
    }

    /// <summary>Returns when the broker has counted too few for too long.</summary>
    private async Task WatchAsync(CancellationToken stopping)
    {
        var generation = control.Generation;
        for (var missing = 0; missing < Patience;)
        {
            await Task.Delay(State is { Reachable: true, Agrees: true } ? Interval : Soon, time, stopping);
            MessagingTelemetry.Observe("consumer.blocked", watch.Longest().TotalSeconds);
            try
            {
                var (consumers, messages) = await control.AskAsync(_queue.Queue, stopping);
                MessagingTelemetry.Observe("consumer.waiting", messages);
                State = new(Reachable: true, Expected: 1, Counted: consumers, Waiting: messages);
                // After a reconnect there is no reason to wait for MassTransit's own growing pauses.
                missing = State.Agrees ? 0 : generation != control.Generation ? Patience : missing + 1;
                generation = control.Generation;
            }
            catch (Exception) when (!stopping.IsCancellationRequested)
            {
                // Broker away: nothing to compare. MassTransit reconnects by itself when it is back.
                State = new(Reachable: false, Expected: 1, Counted: 0);
            }
        }
    }

    private void Configure(IRabbitMqBusFactoryConfigurator bus) => bus.ReceiveEndpoint(_queue.Queue, endpoint =>
    {
        endpoint.ConfigureConsumeTopology = false;
        endpoint.PublishFaults = false;
        endpoint.PrefetchCount = 32;
        endpoint.ConcurrentMessageLimit = 8;
        foreach (var (name, value) in _queue.Arguments)
        {
            endpoint.SetQueueArgument(name, value);
        }
        foreach (var key in _queue.Bindings)
        {
            endpoint.Bind(QueueSpec.Exchange, binding =>
            {
                binding.ExchangeType = "topic";
                binding.RoutingKey = key;
            });
        }
        // What fails goes back to the queue and, over the delivery limit, to the dead letters: the broker counts, not we.
        endpoint.RethrowFaultedMessages();
        endpoint.ThrowOnSkippedMessages();
        endpoint.Handler<ChangesCommitted>(context => receiver.ReceiveAsync(
            context.Message, context.ReceiveContext.TransportHeaders.Get<string>(Traces.Header), context.CancellationToken));
    });
}

/// <summary>The broker's count of our queue's consumers beside ours.</summary>
public sealed record ConsumerState(bool Reachable, uint Expected, uint Counted, uint Waiting = 0)
{
    /// <summary>Replicas consume from the same queue, so the broker may count more, never fewer.</summary>
    public bool Agrees => Counted >= Expected;
}
