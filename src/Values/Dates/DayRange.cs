namespace EGovPlatform.Values;

/// <summary>Days from first to last. <see cref="DateOnly.MinValue"/> and <see cref="DateOnly.MaxValue"/> stand for no bound.</summary>
public readonly record struct DayRange(DateOnly First, DateOnly Last)
{
    /// <summary>No bound on either side.</summary>
    public static readonly DayRange All = new(DateOnly.MinValue, DateOnly.MaxValue);

    /// <summary>Whether the day is in it.</summary>
    public bool Contains(DateOnly day) => First <= day && day <= Last;

    /// <summary>Whether some day of the other is in it.</summary>
    public bool Overlaps(DayRange other) => First <= other.Last && other.First <= Last;
}

/// <summary>Arithmetic that stops at the ends of the calendar instead of failing.</summary>
internal static class Calendar
{
    public static DateOnly LastOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    public static DateOnly AddDays(DateOnly day, int days) =>
        DateOnly.FromDayNumber(Math.Clamp(day.DayNumber + days, DateOnly.MinValue.DayNumber, DateOnly.MaxValue.DayNumber));

    public static DateOnly AddMonths(DateOnly day, int months)
    {
        var index = day.Year * 12 + day.Month - 1 + months;
        return index < 12 ? DateOnly.MinValue : index > 9999 * 12 + 11 ? DateOnly.MaxValue : day.AddMonths(months);
    }
}
