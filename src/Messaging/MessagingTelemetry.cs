using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace EGovPlatform.Messaging;

/// <summary>Names and instruments under which this project reports. Times are in seconds.</summary>
public static class MessagingTelemetry
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "EGovPlatform.Messaging";

    internal static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    internal static readonly Counter<long> Sequenced =
        Meter.CreateCounter<long>("egov.log.sequenced", "{change}", "Changes given a position.");

    internal static readonly Counter<long> Published =
        Meter.CreateCounter<long>("egov.relay.published", "{change}", "Changes confirmed by the broker.");

    internal static readonly Counter<long> Unrouted =
        Meter.CreateCounter<long>("egov.relay.unrouted", "{change}", "Changes no queue was bound for.");

    internal static readonly Counter<long> Parked =
        Meter.CreateCounter<long>("egov.messaging.parked", "{change}", "Changes set aside for an operator, by direction.");

    internal static readonly Counter<long> Applied =
        Meter.CreateCounter<long>("egov.consumer.applied", "{change}", "Changes applied, by source.");

    internal static readonly Counter<long> Pulled =
        Meter.CreateCounter<long>("egov.consumer.pulled", "{change}", "Changes fetched from their owner instead of the broker, by source.");

    private static readonly Dictionary<string, double> Levels = new(StringComparer.Ordinal);
    private static string _oldest = "";
    private static long _oldestSince;

    static MessagingTelemetry()
    {
        Meter.CreateObservableGauge("egov.log.horizon_age", () => Level("horizon"), "s",
            "How long the oldest running transaction of the cluster has been seen.");
        Meter.CreateObservableGauge("egov.relay.lag", () => Level("relay.lag"), "s",
            "Age of the oldest change not confirmed by the broker.");
        Meter.CreateObservableGauge("egov.relay.backlog", () => Level("relay.backlog"), "{change}",
            "Changes read from the log and not yet confirmed.");
        Meter.CreateObservableGauge("egov.consumer.waiting", () => Level("consumer.waiting"), "{message}",
            "Messages waiting in our queue, when the broker was last asked.");
        Meter.CreateObservableGauge("egov.consumer.blocked", () => Level("consumer.blocked"), "s",
            "How long changes have been waiting while nothing of their source was applied.");
        Meter.CreateObservableGauge("egov.consumer.gap", Gaps, "{change}",
            "Changes known to be missing before those already received, by source.");
    }

    internal static void Observe(string level, double value)
    {
        lock (Levels)
        {
            Levels[level] = value;
        }
    }

    internal static void ObserveGap(string source, long missing) => Observe($"gap:{source}", missing);

    internal static void ObserveHorizon(string snapshot, TimeProvider time)
    {
        // xmin:xmax:running. Nothing runs when both are equal.
        var parts = snapshot.Split(':');
        var now = time.GetTimestamp();
        if (parts[0] != _oldest || parts[0] == parts[1])
        {
            _oldest = parts[0];
            _oldestSince = now;
        }
        Observe("horizon", time.GetElapsedTime(_oldestSince, now).TotalSeconds);
    }

    private static double Level(string level)
    {
        lock (Levels)
        {
            return Levels.GetValueOrDefault(level);
        }
    }

    private static List<Measurement<double>> Gaps()
    {
        lock (Levels)
        {
            return [.. Levels.Where(level => level.Key.StartsWith("gap:", StringComparison.Ordinal))
                .Select(level => new Measurement<double>(level.Value, new KeyValuePair<string, object?>("source", level.Key[4..])))];
        }
    }
}
