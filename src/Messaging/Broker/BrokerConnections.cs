using EGovPlatform.Access;
using RabbitMQ.Client;

namespace EGovPlatform.Messaging.Broker;

/// <summary>Connections to whichever node of the broker is there.</summary>
internal static class BrokerConnections
{
    /// <summary>Connects to any node that answers.</summary>
    public static Task<IConnection> ConnectAsync(this BrokerAddress broker, ConnectionFactory factory, CancellationToken cancellation) => broker.Nodes.Count == 1
        ? factory.CreateConnectionAsync(cancellation)
        : factory.CreateConnectionAsync(broker.Nodes.Select(Endpoint), cancellation);

    private static AmqpTcpEndpoint Endpoint(Uri node) => new(node, new SslOption(node.Host, enabled: node.Scheme == "amqps"));
}
