using EGovPlatform.Access;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace EGovPlatform.Messaging.Broker;

/// <summary>
/// A connection of its own to declare and to ask: MassTransit's report success also while consumers are silently gone.
/// It is not recovered but opened anew, so a lost one always leads to a fresh declaration.
/// </summary>
public sealed class BrokerControl(BrokerAddress broker, string service, IReadOnlyList<QueueSpec> queues) : IAsyncDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ConnectionFactory _factory = new()
    {
        Uri = broker.First,
        AutomaticRecoveryEnabled = false,
        ClientProvidedName = $"{service} control",
        RequestedConnectionTimeout = TimeSpan.FromSeconds(5),
        ContinuationTimeout = TimeSpan.FromSeconds(10),
        RequestedHeartbeat = TimeSpan.FromSeconds(10),
    };

    private IConnection? _connection;
    private CancellationTokenSource _lost = new();

    /// <summary>Counts the connections made. When it changes, whatever else is connected has most likely been cut off too.</summary>
    public int Generation { get; private set; }

    /// <summary>Cancelled when the present connection is lost: nobody should wait for a confirm any longer.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>
    /// Makes sure that the exchange and the queues of all known consumers exist. Costs nothing while the connection on
    /// which they were declared lives: a broker that lost its data has lost that connection too.
    /// </summary>
    public async Task EnsureTopologyAsync(CancellationToken cancellation)
    {
        if (_connection is not { IsOpen: true })
        {
            await DeclareAsync(cancellation);
        }
    }

    /// <summary>Declares everything again.</summary>
    public async Task DeclareAsync(CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            var connection = _connection is { IsOpen: true } open ? open : await ConnectAsync(cancellation);
            try
            {
                await using var channel = await connection.CreateChannelAsync(cancellationToken: cancellation);
                await channel.ExchangeDeclareAsync(QueueSpec.Exchange, ExchangeType.Topic, durable: true, cancellationToken: cancellation);
                foreach (var queue in queues)
                {
                    await DeclareAsync(channel, queue, cancellation);
                }
            }
            catch
            {
                _connection = null;
                await connection.DisposeAsync();
                throw;
            }
            _connection = connection;
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>How many consumers and waiting messages the broker counts on a queue; none for a queue that is not there.</summary>
    public async Task<(uint Consumers, uint Messages)> AskAsync(string queue, CancellationToken cancellation)
    {
        await EnsureTopologyAsync(cancellation);
        await using var channel = await _connection!.CreateChannelAsync(cancellationToken: cancellation);
        try
        {
            var answer = await channel.QueueDeclarePassiveAsync(queue, cancellation);
            return (answer.ConsumerCount, answer.MessageCount);
        }
        catch (OperationInterruptedException e) when (e.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return (0, 0);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is { } connection)
        {
            await connection.DisposeAsync();
        }
        _gate.Dispose();
    }

    private async Task<IConnection> ConnectAsync(CancellationToken cancellation)
    {
        var connection = await broker.ConnectAsync(_factory, cancellation);
        var lost = new CancellationTokenSource();
        connection.ConnectionShutdownAsync += (_, _) => lost.CancelAsync();
        _lost = lost;
        Generation++;
        return connection;
    }

    // An exchange per queue stands between, as MassTransit lays it out on the consumer's side.
    private static async Task DeclareAsync(IChannel channel, QueueSpec spec, CancellationToken cancellation)
    {
        await channel.ExchangeDeclareAsync(spec.DeadLetters, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        await channel.QueueDeclareAsync(spec.DeadLetters, durable: true, exclusive: false, autoDelete: false,
            new Dictionary<string, object?> { ["x-queue-type"] = "quorum" }, cancellationToken: cancellation);
        await channel.QueueBindAsync(spec.DeadLetters, spec.DeadLetters, "", cancellationToken: cancellation);

        await channel.QueueDeclareAsync(spec.Queue, durable: true, exclusive: false, autoDelete: false,
            spec.Arguments.ToDictionary(argument => argument.Key, object? (argument) => argument.Value), cancellationToken: cancellation);
        await channel.ExchangeDeclareAsync(spec.Queue, ExchangeType.Fanout, durable: true, cancellationToken: cancellation);
        await channel.QueueBindAsync(spec.Queue, spec.Queue, "", cancellationToken: cancellation);
        foreach (var key in spec.Bindings)
        {
            await channel.ExchangeBindAsync(spec.Queue, QueueSpec.Exchange, key, cancellationToken: cancellation);
        }
    }
}
