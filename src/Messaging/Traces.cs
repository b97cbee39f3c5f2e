using System.Diagnostics;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Messaging;

/// <summary>Keeps one trace from the call that made a change to the projection that shows it.</summary>
internal static class Traces
{
    /// <summary>W3C header of a message: the span that published it.</summary>
    public const string Header = "traceparent";

    private const int MaxLinks = 32;

    /// <summary>The span of publishing a batch: child of its first change's call, linked to the calls of the others.</summary>
    public static Activity? StartPublish(ChangesCommitted batch)
    {
        var parent = Parse(batch.Changes[0].Traceparent);
        return Start($"publish {batch.EventType}", ActivityKind.Producer, parent, batch);
    }

    /// <summary>The span of applying a batch: child of the span that published it, linked to the calls of its changes.</summary>
    public static Activity? StartProcess(ChangesCommitted batch, string? publisher) =>
        Start($"process {batch.EventType}", ActivityKind.Consumer, Parse(publisher ?? batch.Changes[0].Traceparent), batch);

    private static Activity? Start(string name, ActivityKind kind, ActivityContext parent, ChangesCommitted batch)
    {
        if (!MessagingTelemetry.Activities.HasListeners())
        {
            return null;
        }
        var links = batch.Changes.Select(change => change.Traceparent).Distinct(StringComparer.Ordinal)
            .Select(Parse).Where(call => call.TraceId != default && call.TraceId != parent.TraceId)
            .Take(MaxLinks).Select(call => new ActivityLink(call));
        var activity = MessagingTelemetry.Activities.StartActivity(name, kind, parent, links: links);
        activity?.SetTag("messaging.system", "rabbitmq")
            .SetTag("messaging.destination.name", Broker.QueueSpec.Exchange)
            .SetTag("messaging.rabbitmq.destination.routing_key", batch.EventType)
            .SetTag("messaging.batch.message_count", batch.Changes.Count)
            .SetTag("egov.source", batch.Service)
            .SetTag("egov.position.first", batch.FirstPosition)
            .SetTag("egov.position.last", batch.LastPosition);
        return activity;
    }

    private static ActivityContext Parse(string? traceparent) =>
        ActivityContext.TryParse(traceparent, null, isRemote: true, out var context) ? context : default;
}
