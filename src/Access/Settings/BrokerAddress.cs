using System.Text.RegularExpressions;
using RabbitMQ.Client;

namespace EGovPlatform.Messaging.Broker;

/// <summary>
/// Where the broker is. A cluster's nodes stand one after the other in one URI, as in PostgreSQL's:
/// <c>amqp://user:password@one:5672,two:5672,three:5672/host</c>.
/// </summary>
public sealed partial class BrokerAddress
{
    /// <exception cref="FormatException">It is not an AMQP URI.</exception>
    public BrokerAddress(string connectionString)
    {
        var parts = Parts().Match(connectionString);
        if (!parts.Success)
        {
            // The text holds a password, so it is not repeated.
            throw new FormatException("The connection string of the broker is not amqp://user:password@host:port[,host:port…][/virtual-host].");
        }

        Nodes = [.. parts.Groups["nodes"].Value.Split(',').Select(node => new Uri($"{parts.Groups["before"].Value}{node}{parts.Groups["after"].Value}"))];
    }

    /// <summary>Each node with the login and the virtual host.</summary>
    public IReadOnlyList<Uri> Nodes { get; }

    /// <summary>The node named first, which also stands for the cluster.</summary>
    public Uri First => Nodes[0];

    /// <summary>Connects to any node that answers.</summary>
    public Task<IConnection> ConnectAsync(ConnectionFactory factory, CancellationToken cancellation) => Nodes.Count == 1
        ? factory.CreateConnectionAsync(cancellation)
        : factory.CreateConnectionAsync(Nodes.Select(Endpoint), cancellation);

    private static AmqpTcpEndpoint Endpoint(Uri node) => new(node, new SslOption(node.Host, enabled: node.Scheme == "amqps"));

    [GeneratedRegex("^(?<before>amqps?://(?:[^@/]*@)?)(?<nodes>[^/?]+)(?<after>.*)$")]
    private static partial Regex Parts();
}
