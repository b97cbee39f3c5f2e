using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.Net.Client.Internal;

/// <summary>
/// What telemetry hears of one call, by OpenTelemetry's conventions for RPC: an activity of the client's kind and the
/// histogram <c>rpc.client.call.duration</c> in seconds, retries and waiting included. There is none while nobody listens.
/// </summary>
internal sealed class CallTelemetry
{
    public const string Name = "Grpc.Net.Client";

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "rpc.client.call.duration", "s", "Duration of outbound calls.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = RpcAttributes.DurationBuckets });

    private readonly Lock sync = new();
    private readonly Uri server;
    private readonly string method;
    private readonly long started = Stopwatch.GetTimestamp();
    private Activity? activity;
    private bool ended;

    private CallTelemetry(Uri server, string method)
    {
        this.server = server;
        this.method = method;
    }

    public static CallTelemetry? Begin(Uri server, IMethod method) =>
        Duration.Enabled || Source.HasListeners() ? new CallTelemetry(server, method.FullName[1..]) : null;

    /// <summary>Makes the call the current activity, unless it has ended already.</summary>
    public void StartActivity()
    {
        lock (sync)
        {
            if (!ended)
            {
                activity = Source.StartActivity(ActivityKind.Client, tags: Tags(), name: method);
            }
        }
    }

    /// <summary>Tells how the call ended, once.</summary>
    public void End(Status status)
    {
        lock (sync)
        {
            if (ended)
            {
                return;
            }

            ended = true;
        }

        var code = HeaderText.Name(status.StatusCode);
        List<KeyValuePair<string, object?>> outcome = [new(RpcAttributes.StatusCode, code)];
        if (status.StatusCode != StatusCode.OK)
        {
            outcome.Add(new(RpcAttributes.ErrorType, code));
            // Without the detail, which may repeat what was sent.
            activity?.SetStatus(ActivityStatusCode.Error);
        }

        outcome.ForEach(tag => activity?.SetTag(tag.Key, tag.Value));
        activity?.Dispose();
        Duration.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, [.. Tags(), .. outcome]);
    }

    private KeyValuePair<string, object?>[] Tags() =>
    [
        new(RpcAttributes.System, RpcAttributes.Grpc), new(RpcAttributes.Method, method),
        new(RpcAttributes.ServerAddress, server.Host), new(RpcAttributes.ServerPort, server.Port),
    ];
}
