using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Notices;

namespace EGovPlatform.Integration.Tests.Notices;

/// <summary>When a digest is due, over zones whose clocks change.</summary>
public sealed class ScheduleTests
{
    [Theory]
    [InlineData("Asia/Seoul", "07:00", "2026-11-28T21:59:00Z", "2026-11-28T22:00:00Z")]
    [InlineData("Asia/Seoul", "07:00", "2026-11-28T22:00:00Z", "2026-11-29T22:00:00Z")]
    // Clocks are put forward from 02:00 to 03:00.
    [InlineData("Europe/Madrid", "02:30", "2026-03-29T00:00:00Z", "2026-03-29T01:00:00Z")]
    // 02:30 comes twice.
    [InlineData("Europe/Madrid", "02:30", "2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z")]
    [InlineData("Europe/Madrid", "02:30", "2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z")]
    public void A_daily_digest_is_due_at_its_hour_of_the_zone(string zone, string hour, string now, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), Next(NotificationDigest.Daily, zone, hour, now));

    [Theory]
    [InlineData(1, "2026-11-30T07:00:00Z")]
    [InlineData(6, "2026-12-05T07:00:00Z")]
    [InlineData(7, "2026-11-29T07:00:00Z")]
    public void A_weekly_digest_is_due_on_its_day(int day, string next) =>
        Assert.Equal(DateTimeOffset.Parse(next, null), Next(NotificationDigest.Weekly, "UTC", "07:00", "2026-11-28T08:00:00Z", day));

    private static DateTimeOffset Next(NotificationDigest digest, string zone, string hour, string now, int day = 1) => Schedule.Next(
        new NotificationSubscription { Digest = digest, TimeZone = zone, TimeOfDay = hour, DayOfWeek = day }, DateTimeOffset.Parse(now, null), TimeSpan.FromMinutes(1));
}
