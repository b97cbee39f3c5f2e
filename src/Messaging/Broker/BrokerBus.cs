using EGovPlatform.Access;
using MassTransit;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Broker;

/// <summary>Builds MassTransit buses. Publishing and consuming have one each: an alarm stops connections that publish.</summary>
public static class BrokerBus
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Starts a bus, or gives up when the control's connection is lost or after 30 s: MassTransit alone would try again and again,
    /// after pauses that grow, and be late when the broker is back.
    /// </summary>
    /// <exception cref="OperationCanceledException">The broker went away.</exception>
    public static async Task StartAsync(this IBusControl bus, BrokerControl control, ILogger log, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation, control.Lost);
        limit.CancelAfter(StartLimit);
        // Without the token: a start that was cancelled may wait for ever for its endpoints (MassTransit 8.5).
        Task start = bus.StartAsync(CancellationToken.None);
        try
        {
            await start.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException) when (!start.IsCompleted)
        {
            _ = LetGoOnceStartedAsync();
            throw;
        }

        // Before it has started it cannot be stopped.
        async Task LetGoOnceStartedAsync()
        {
            await start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await bus.LetGoAsync(log);
        }
    }

    /// <summary>Stops a bus in its own time: its connection may be dead.</summary>
    public static async Task LetGoAsync(this IBusControl bus, ILogger log)
    {
        try
        {
            await bus.StopAsync(TimeSpan.FromSeconds(10));
        }
        catch (Exception e)
        {
            log.LogDebug(e, "An abandoned bus did not stop in order.");
        }
    }

    public static IBusControl Create(
        BrokerAddress broker, string connectionName, ILoggerFactory logs, Action<IRabbitMqBusFactoryConfigurator>? configure = null)
    {
        LogContext.ConfigureCurrentLogContext(logs);
        return Bus.Factory.CreateUsingRabbitMq(bus =>
        {
            var user = broker.First.UserInfo.Split(':', 2);
            var address = new UriBuilder(broker.First) { UserName = "", Password = "" }.Uri;
            bus.Host(address, connectionName, host =>
            {
                host.Username(Uri.UnescapeDataString(user[0]));
                host.Password(user.Length > 1 ? Uri.UnescapeDataString(user[1]) : "");
                host.Heartbeat(TimeSpan.FromSeconds(10));
                host.RequestedConnectionTimeout(TimeSpan.FromSeconds(5));
                host.ContinuationTimeout(TimeSpan.FromSeconds(10));
                host.PublisherConfirmation = true;
                if (broker.Nodes.Count > 1)
                {
                    host.UseCluster(cluster =>
                    {
                        foreach (var node in broker.Nodes)
                        {
                            cluster.Node(node.Authority);
                        }
                    });
                }
            });
            bus.ClearSerialization();
            bus.AddSerializer(new ProtobufSerializer());
            bus.AddDeserializer(new ProtobufSerializer(), isDefault: true);
            configure?.Invoke(bus);
        });
    }
}
