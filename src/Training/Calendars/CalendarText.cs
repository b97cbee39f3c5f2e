using System.Globalization;
using System.Text;
using EGovPlatform.Common.V1;
using EGovPlatform.Training.V1;
using EGovPlatform.TrainingService.Sessions;
using EGovPlatform.Values;

namespace EGovPlatform.TrainingService.Calendars;

/// <summary>An edition and its sessions as iCalendar (RFC 5545). Names no person. What has no certain day is left out.</summary>
public static class CalendarText
{
    private const int MaxOctets = 75;

    public static string Of(CourseEdition edition, IEnumerable<Session> sessions)
    {
        ArgumentNullException.ThrowIfNull(edition);
        ArgumentNullException.ThrowIfNull(sessions);
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, "PRODID:-//EGovPlatform//Training//EN");
        Line(text, "CALSCALE:GREGORIAN");
        var title = edition.Titles.FirstOrDefault()?.Text is { Length: > 0 } named ? named : edition.Theme.Length > 0 ? edition.Theme : edition.Name;
        Line(text, "X-WR-CALNAME:" + Escape(title));
        if (DateRules.Earliest(edition.Period) is { } first && DateRules.Latest(edition.Period) is { } last)
        {
            Event(text, edition.Name, edition.UpdateTime?.ToDateTimeOffset(), title, "", edition.State == CourseEditionState.Cancelled, edition.State >= CourseEditionState.Confirmed, () =>
            {
                Line(text, "DTSTART;VALUE=DATE:" + Day(first));
                Line(text, "DTEND;VALUE=DATE:" + Day(last.AddDays(1)));
            });
        }

        foreach (var session in sessions.Where(s => s.State != SessionState.Postponed))
        {
            if (SessionTime.Of(session.Date) is { } time)
            {
                var summary = session.Title.Length > 0 ? session.Title : session.KindAsPrinted.Length > 0 ? session.KindAsPrinted : session.Kind.ToString();
                Event(text, session.Name, session.UpdateTime?.ToDateTimeOffset(), summary, session.Room, session.State == SessionState.Cancelled, session.State == SessionState.Held, () => Times(text, session.Date, time));
            }
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, string name, DateTimeOffset? updated, string summary, string location, bool cancelled, bool sure, Action times)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{name}@egovplatform");
        Line(text, "DTSTAMP:" + Utc(updated ?? DateTimeOffset.UnixEpoch));
        times();
        Line(text, "SUMMARY:" + Escape(summary));
        if (location.Length > 0)
        {
            Line(text, "LOCATION:" + Escape(location));
        }

        Line(text, cancelled ? "STATUS:CANCELLED" : sure ? "STATUS:CONFIRMED" : "STATUS:TENTATIVE");
        Line(text, "END:VEVENT");
    }

    // Without a zone a time is local wherever it is read; with one it is an instant.
    private static void Times(StringBuilder text, DateValue date, SessionTime time)
    {
        if (time.Start is not { } start)
        {
            Line(text, "DTSTART;VALUE=DATE:" + Day(time.Day));
            return;
        }

        Func<DateTimeOffset, string> write = date.TimeZone.Length > 0 ? Utc : t => t.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        Line(text, "DTSTART:" + write(start));
        if (time.End is { } end && end > start)
        {
            Line(text, "DTEND:" + write(end));
        }
    }

    private static string Day(DateOnly day) => day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);

    private static string Utc(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(";", "\\;", StringComparison.Ordinal).Replace(",", "\\,", StringComparison.Ordinal).ReplaceLineEndings("\\n");

    // A content line has at most 75 octets; the next ones begin with a space. No character is cut in two.
    private static void Line(StringBuilder text, string line)
    {
        var octets = 0;
        foreach (var rune in line.EnumerateRunes())
        {
            if (octets + rune.Utf8SequenceLength > MaxOctets)
            {
                text.Append("\r\n ");
                octets = 1;
            }

            text.Append(rune.ToString());
            octets += rune.Utf8SequenceLength;
        }

        text.Append("\r\n");
    }
}
