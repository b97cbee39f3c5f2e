using System.Diagnostics;
using System.Diagnostics.Metrics;
using Grpc.Core;
using Grpc.Protocol;

namespace Grpc.AspNetCore.Server.Internal;

/// <summary>
/// What telemetry hears of the calls of one method, by OpenTelemetry's conventions for RPC: attributes on the request's
/// activity and the histogram <c>rpc.server.call.duration</c> in seconds. Costs nothing while nobody listens.
/// </summary>
internal sealed class CallTelemetry(string method)
{
    public const string Name = "Grpc.AspNetCore.Server";

    /// <summary>Calls to methods that are not served: a client's spelling must not become a series of its own.</summary>
    public static readonly CallTelemetry Unknown = new("_OTHER");

    private static readonly Meter Meter = new(Name);
    private static readonly Histogram<double> Duration = Meter.CreateHistogram(
        "rpc.server.call.duration", "s", "Duration of inbound calls.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = RpcAttributes.DurationBuckets });

    /// <summary>Whether the time of a call is measured.</summary>
    public static bool IsMeasured => Duration.Enabled;

    /// <summary>Names the activity, if somebody listens.</summary>
    public void Begin(Activity? activity)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.DisplayName = method;
            activity.SetTag(RpcAttributes.System, RpcAttributes.Grpc);
            activity.SetTag(RpcAttributes.Method, method);
        }
    }

    /// <param name="status">How the call ended.</param>
    /// <param name="activity">The request's.</param>
    /// <param name="duration">How long it took; null when nobody measured it.</param>
    public void End(Status status, Activity? activity, TimeSpan? duration)
    {
        if (activity is { IsAllDataRequested: true })
        {
            activity.SetTag(RpcAttributes.StatusCode, HeaderText.Name(status.StatusCode));
            if (IsError(status.StatusCode))
            {
                activity.SetTag(RpcAttributes.ErrorType, HeaderText.Name(status.StatusCode));
                // Without the detail, which may repeat what was sent.
                activity.SetStatus(ActivityStatusCode.Error);
            }
        }

        if (duration is { } time && IsMeasured)
        {
            Measure(time.TotalSeconds, status.StatusCode);
        }
    }

    // What a caller did wrong is no error of the server.
    private static bool IsError(StatusCode code) =>
        code is StatusCode.Unknown or StatusCode.DeadlineExceeded or StatusCode.Unimplemented or StatusCode.Internal or StatusCode.Unavailable or StatusCode.DataLoss;

    private void Measure(double seconds, StatusCode code)
    {
        var name = HeaderText.Name(code);
        KeyValuePair<string, object?> system = new(RpcAttributes.System, RpcAttributes.Grpc), called = new(RpcAttributes.Method, method), status = new(RpcAttributes.StatusCode, name);
        if (IsError(code))
        {
            Duration.Record(seconds, [system, called, status, new(RpcAttributes.ErrorType, name)]);
        }
        else
        {
            Duration.Record(seconds, system, called, status);
        }
    }
}
