using System.Globalization;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>When something of one day certainly is, as far as its date says.</summary>
/// <param name="Day">Its day.</param>
/// <param name="Start">Start; null when no time is given.</param>
/// <param name="End">End; null when no time is given.</param>
public sealed record CertainTime(DateOnly Day, DateTimeOffset? Start, DateTimeOffset? End)
{
    /// <summary>First and last day of a date; null when one of them is not certain.</summary>
    public static DayRange? Days(DateValue? date) =>
        DateRules.Earliest(date) is { } first && DateRules.Latest(date) is { } last
        && DateRules.RunningOn(date, first) == DateAnswer.Certainly && DateRules.RunningOn(date, last) == DateAnswer.Certainly
            ? new DayRange(first, last)
            : null;

    /// <summary>Null when the day is not certain.</summary>
    public static CertainTime? Of(DateValue? date)
    {
        if (date is null || DateRules.Earliest(date) is not { } day || DateRules.Latest(date) != day)
        {
            return null;
        }

        var zone = TimeZoneInfo.TryFindSystemTimeZoneById(date.TimeZone, out var found) ? found : TimeZoneInfo.Utc;
        return new CertainTime(day, At(day, date.StartTime, zone), At(day, date.EndTime, zone));
    }

    /// <summary>Whether two go on at once: one must end before the other starts.</summary>
    public DateAnswer Overlaps(CertainTime other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (Start is { } start && End is { } end && other.Start is { } otherStart && other.End is { } otherEnd)
        {
            return start < otherEnd && otherStart < end ? DateAnswer.Certainly : DateAnswer.No;
        }

        return Day == other.Day ? DateAnswer.Possibly : DateAnswer.No;
    }

    private static DateTimeOffset? At(DateOnly day, string time, TimeZoneInfo zone)
    {
        if (!TimeOnly.TryParseExact(time, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var clock))
        {
            return null;
        }

        var local = day.ToDateTime(clock, DateTimeKind.Unspecified);
        return new DateTimeOffset(local, zone.GetUtcOffset(local));
    }
}
