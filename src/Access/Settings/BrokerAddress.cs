using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace EGovPlatform.Access;

/// <summary>
/// Where the broker is. A cluster's nodes stand one after the other in one URI, as in PostgreSQL's:
/// <c>amqp://user:password@one:5672,two:5672,three:5672/host</c>.
/// </summary>
public sealed partial class BrokerAddress
{
    /// <exception cref="FormatException">It is not an AMQP URI.</exception>
    public BrokerAddress(string connectionString)
        : this(Read(connectionString)
            // The text holds a password, so it is not repeated.
            ?? throw new FormatException("The connection string of the broker is not amqp://user:password@host:port[,host:port…][/virtual-host]."))
    {
    }

    private BrokerAddress(IReadOnlyList<Uri> nodes) => Nodes = nodes;

    /// <summary>Each node with the login and the virtual host.</summary>
    public IReadOnlyList<Uri> Nodes { get; }

    /// <summary>The node named first, which also stands for the cluster.</summary>
    public Uri First => Nodes[0];

    /// <summary>False when it is not an AMQP URI.</summary>
    public static bool TryParse(string connectionString, [NotNullWhen(true)] out BrokerAddress? address)
    {
        address = Read(connectionString) is { } nodes ? new BrokerAddress(nodes) : null;
        return address is not null;
    }

    private static List<Uri>? Read(string connectionString)
    {
        var parts = Parts().Match(connectionString);
        var nodes = new List<Uri>();
        foreach (var node in parts.Groups["nodes"].Value.Split(','))
        {
            if (!Uri.TryCreate($"{parts.Groups["before"].Value}{node}{parts.Groups["after"].Value}", UriKind.Absolute, out var uri))
            {
                return null;
            }

            nodes.Add(uri);
        }

        return nodes;
    }

    [GeneratedRegex("^(?<before>amqps?://(?:[^@/]*@)?)(?<nodes>[^/?]+)(?<after>.*)$")]
    private static partial Regex Parts();
}
