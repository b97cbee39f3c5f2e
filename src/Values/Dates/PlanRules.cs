using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>How far a plan has moved, in days; later is positive. Null is no bound.</summary>
public sealed record Slip(int? Least, int? Most, string Text);

/// <summary>Rules of plans that move.</summary>
public static class PlanRules
{
    /// <summary>The plan stated last. Plans whose day of statement is unknown keep their place in the list.</summary>
    public static PlannedDate? Current(IEnumerable<PlannedDate> plans) => Ordered(plans).LastOrDefault();

    /// <summary>How far the last stated plan lies from the first, measured at its start. Null with fewer than two plans.</summary>
    public static Slip? SlipOf(IEnumerable<PlannedDate> plans)
    {
        var ordered = Ordered(plans);
        if (ordered.Count < 2)
        {
            return null;
        }

        var (first, last) = (DateRules.Read(ordered[0].Planned), DateRules.Read(ordered[^1].Planned));
        if (first.IsUnknown || last.IsUnknown)
        {
            return new Slip(null, null, "slip unknown");
        }

        var (was, isNow) = (Start(first), Start(last));
        var least = Days(was.Last, isNow.First);
        var most = Days(was.First, isNow.Last);
        return new Slip(least, most, Text(least, most));
    }

    private static List<PlannedDate> Ordered(IEnumerable<PlannedDate> plans) =>
        [.. plans.OrderBy(plan => DateRules.Earliest(plan.Stated) ?? DateOnly.MinValue)];

    private static DayRange Start(EdtfValue value) => new(value.Spans.Min(span => span.Start.First), value.Spans.Max(span => span.Start.Last));

    private static int? Days(DateOnly from, DateOnly to) =>
        Bounded(from) && Bounded(to) ? to.DayNumber - from.DayNumber : null;

    private static bool Bounded(DateOnly day) => day != DateOnly.MinValue && day != DateOnly.MaxValue;

    private static string Text(int? least, int? most) => (least, most) switch
    {
        (null, null) => "slip unknown",
        ({ } from, null) => $"at least {from} days",
        (null, { } to) => $"at most {to} days",
        ({ } from, { } to) => from == to ? $"{from} days" : $"{from} to {to} days",
    };
}
