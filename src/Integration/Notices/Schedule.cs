using System.Globalization;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.IntegrationService.Notices;

/// <summary>When a subscription is looked at next.</summary>
internal static class Schedule
{
    private const int DaysOfWeek = 7;

    /// <summary>
    /// The first moment after <paramref name="now"/>: one rhythm on, or the next time of day in the subscription's zone. A time that a zone leaves out
    /// on a day (clocks put forward) is the first one after it; one that comes twice is the first.
    /// </summary>
    public static DateTimeOffset Next(NotificationSubscription subscription, DateTimeOffset now, TimeSpan rhythm)
    {
        if (subscription.Digest == NotificationDigest.Immediate)
        {
            return now + rhythm;
        }

        var zone = TimeZoneInfo.FindSystemTimeZoneById(subscription.TimeZone);
        var time = TimeOnly.ParseExact(subscription.TimeOfDay, "HH:mm", CultureInfo.InvariantCulture);
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        while (true)
        {
            if ((subscription.Digest != NotificationDigest.Weekly || IsoDay(day) == subscription.DayOfWeek) && Moment(day.ToDateTime(time), zone) is var moment && moment > now)
            {
                return moment;
            }

            day = day.AddDays(1);
        }
    }

    private static DateTimeOffset Moment(DateTime local, TimeZoneInfo zone)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? zone.GetAmbiguousTimeOffsets(local).Max() : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }

    private static int IsoDay(DateOnly day) => day.DayOfWeek == DayOfWeek.Sunday ? DaysOfWeek : (int)day.DayOfWeek;
}
