using System.Diagnostics;
using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Relay;
using MassTransit;
using MassTransit.RabbitMqTransport;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Broker;

/// <summary>Publishes through MassTransit: persistent, mandatory, confirmed.</summary>
public sealed class BrokerPublisher(
    BrokerAddress broker, BrokerControl control, MessagingOptions options, ILoggerFactory logs, TimeProvider time)
    : IChangePublisher, IAsyncDisposable
{
    private static readonly Uri Exchange = new($"exchange:{QueueSpec.Exchange}?type=topic");
    private static readonly TimeSpan ConfirmLimit = TimeSpan.FromSeconds(30);

    private readonly ILogger _log = logs.CreateLogger<BrokerPublisher>();
    private readonly SemaphoreSlim _gate = new(1);
    private IBusControl? _bus;
    private ISendEndpoint? _endpoint;
    private int _generation;

    public async Task PublishAsync(ChangesCommitted batch, CancellationToken cancellation)
    {
        var size = batch.CalculateSize();
        if (size > options.MaxMessageBytes)
        {
            throw new PublishRejectedException($"{size} bytes are more than the {options.MaxMessageBytes} a message may have.");
        }

        await control.EnsureTopologyAsync(cancellation);
        using var activity = Traces.StartPublish(batch);
        try
        {
            await SendAsync(batch, activity, cancellation);
        }
        catch (MessageReturnedException)
        {
            // No queue took it: perhaps someone deleted what we declared.
            await control.DeclareAsync(cancellation);
            await SendAgainAsync(batch, activity, cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _gate.Dispose();
    }

    private async Task SendAgainAsync(ChangesCommitted batch, Activity? activity, CancellationToken cancellation)
    {
        try
        {
            await SendAsync(batch, activity, cancellation);
        }
        catch (MessageReturnedException)
        {
            // Nobody wants this type yet. Nothing is lost: a later consumer reads it from the log.
            MessagingTelemetry.Unrouted.Add(batch.Changes.Count);
        }
    }

    private async Task SendAsync(ChangesCommitted batch, Activity? activity, CancellationToken cancellation)
    {
        var lost = control.Lost;
        var endpoint = await EndpointAsync(cancellation);
        using var limit = new CancellationTokenSource(ConfirmLimit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, lost, cancellation);
        try
        {
            await endpoint.Send(batch, context => Address(context, batch, activity), either.Token);
        }
        catch (Exception e) when (lost.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new IOException("The broker went away before it confirmed.", e);
        }
        catch (Exception e) when (limit.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            // A bus that hangs may never come back by itself.
            _generation = 0;
            throw new TimeoutException($"The broker did not confirm within {ConfirmLimit.TotalSeconds} s.", e);
        }
    }

    private static void Address(SendContext<ChangesCommitted> context, ChangesCommitted batch, Activity? activity)
    {
        context.SetRoutingKey(batch.EventType);
        context.Durable = true;
        context.GetPayload<RabbitMqSendContext>().Mandatory = true;
        // CloudEvents 1.0, binary mode of the AMQP binding; the batch is the event, its changes carry their own ids.
        context.Headers.Set("cloudEvents_specversion", "1.0");
        context.Headers.Set("cloudEvents_id", $"{batch.Service}/{batch.FirstPosition}-{batch.LastPosition}");
        context.Headers.Set("cloudEvents_source", $"/egov/{batch.Service}");
        context.Headers.Set("cloudEvents_type", batch.EventType);
        context.Headers.Set("cloudEvents_time", batch.Changes[^1].RecordedTime.ToDateTimeOffset().ToString("O"));
        if (batch.Changes.Count == 1)
        {
            context.Headers.Set("cloudEvents_subject", batch.Changes[0].Name);
        }
        if ((activity?.Id ?? batch.Changes[0].Traceparent) is { Length: > 0 } traceparent)
        {
            context.Headers.Set(Traces.Header, traceparent);
        }
    }

    /// <summary>
    /// A bus for the present connection to the broker. MassTransit would reconnect the old one as well, but only after
    /// its own growing pauses, and not in every release.
    /// </summary>
    private async Task<ISendEndpoint> EndpointAsync(CancellationToken cancellation)
    {
        if (_endpoint is { } ready && _generation == control.Generation)
        {
            return ready;
        }
        await _gate.WaitAsync(cancellation);
        try
        {
            if (_endpoint is { } now && _generation == control.Generation)
            {
                return now;
            }
            _ = Stop();
            var generation = control.Generation;
            var bus = BrokerBus.Create(broker, $"{options.Service} publish", logs);
            _bus = bus;
            await bus.StartAsync(control, _log, cancellation);
            _generation = generation;
            return _endpoint = await bus.GetSendEndpoint(Exchange);
        }
        finally
        {
            _gate.Release();
        }
    }

    private Task Stop()
    {
        _endpoint = null;
        return Interlocked.Exchange(ref _bus, null) is { } old ? old.LetGoAsync(_log) : Task.CompletedTask;
    }
}
