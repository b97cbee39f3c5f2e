using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Bookings;

/// <summary>The time a booking takes, from its start to, and without, its end.</summary>
internal readonly record struct BookedTime(DateTimeOffset From, DateTimeOffset To)
{
    /// <summary>Null when the days are not certain. Without times, whole days in the zone of the room.</summary>
    public static BookedTime? Of(DateValue? date, string roomZone)
    {
        if (CertainTime.Days(date) is not { } days)
        {
            return null;
        }

        var local = date!.Clone();
        if (local.TimeZone.Length == 0)
        {
            local.TimeZone = roomZone;
        }

        return CertainTime.Of(local) is { Start: { } start, End: { } end } && end > start
            ? new BookedTime(start, end)
            : new BookedTime(Midnight(days.First, local.TimeZone), Midnight(days.Last.AddDays(1), local.TimeZone));
    }

    public bool Overlaps(BookedTime other) => From < other.To && other.From < To;

    private static DateTimeOffset Midnight(DateOnly day, string zone)
    {
        var local = day.ToDateTime(TimeOnly.MinValue, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, (TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found) ? found : TimeZoneInfo.Utc).GetUtcOffset(local));
    }
}
