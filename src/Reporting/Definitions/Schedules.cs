using System.Globalization;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.ReportingService.Definitions;

/// <summary>Days on which a saved report is due.</summary>
internal static class Schedules
{
    /// <summary>The last day up to and with today on which it was due; null when it never was.</summary>
    public static DateOnly? LastDue(ReportSchedule? schedule, DateOnly today)
    {
        if (schedule is null or { Unit: ScheduleUnit.Unspecified } || Day(schedule.FirstDay) is not { } first)
        {
            return null;
        }

        var end = Day(schedule.LastDay) is { } last && last < today ? last : today;
        if (end < first)
        {
            return null;
        }

        var every = Math.Max(schedule.Every, 1);
        if (Months(schedule.Unit) is not { } months)
        {
            var days = every * (schedule.Unit == ScheduleUnit.Week ? 7 : 1);
            return first.AddDays((end.DayNumber - first.DayNumber) / days * days);
        }

        // Always from the first day on, so that the 31st comes back after a shorter month.
        var step = months * every;
        var steps = (((end.Year - first.Year) * 12) + end.Month - first.Month) / step;
        return first.AddMonths(steps * step) is var due && due <= end ? due : first.AddMonths((steps - 1) * step);
    }

    public static DateOnly? Day(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static int? Months(ScheduleUnit unit) => unit switch
    {
        ScheduleUnit.Month => 1,
        ScheduleUnit.Quarter => 3,
        ScheduleUnit.Year => 12,
        _ => null,
    };
}
