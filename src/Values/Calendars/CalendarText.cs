using System.Globalization;
using System.Text;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>
/// iCalendar (RFC 5545): one event for each entry with certain days. A changed record keeps its UID and raises SEQUENCE; a
/// cancelled one stays, so that calendars that hold it already learn of it.
/// </summary>
public static class CalendarText
{
    private const int MaxOctets = 75;

    /// <param name="product">Who makes it, such as `Training`.</param>
    /// <param name="title">Name of the calendar.</param>
    /// <param name="entries">Its events.</param>
    public static string Of(string product, string title, IEnumerable<CalendarEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var text = new StringBuilder();
        Line(text, "BEGIN:VCALENDAR");
        Line(text, "VERSION:2.0");
        Line(text, $"PRODID:-//EGovPlatform//{product}//EN");
        Line(text, "CALSCALE:GREGORIAN");
        Line(text, "X-WR-CALNAME:" + Escape(title));
        foreach (var entry in entries)
        {
            if (Times(entry.Date) is { } times)
            {
                Event(text, entry, times);
            }
        }

        Line(text, "END:VCALENDAR");
        return text.ToString();
    }

    private static void Event(StringBuilder text, CalendarEntry entry, IEnumerable<string> times)
    {
        Line(text, "BEGIN:VEVENT");
        Line(text, $"UID:{entry.Name}@egovplatform");
        Line(text, "DTSTAMP:" + Utc(entry.Updated ?? DateTimeOffset.UnixEpoch));
        Line(text, "SEQUENCE:" + Sequence(entry.Etag));
        foreach (var line in times)
        {
            Line(text, line);
        }

        Line(text, "SUMMARY:" + Escape(entry.Summary));
        if (entry.Location.Length > 0)
        {
            Line(text, "LOCATION:" + Escape(entry.Location));
        }

        Line(text, "STATUS:" + entry.Status.ToString().ToUpperInvariant());
        Line(text, "END:VEVENT");
    }

    /// <summary>Null when the days are not certain. Without a zone a time is local wherever it is read; with one it is an instant.</summary>
    private static IEnumerable<string>? Times(DateValue? date)
    {
        if (CertainTime.Days(date) is not { } days)
        {
            return null;
        }

        if (CertainTime.Of(date) is not { Start: { } start } time)
        {
            return ["DTSTART;VALUE=DATE:" + Day(days.First), "DTEND;VALUE=DATE:" + Day(days.Last.AddDays(1))];
        }

        Func<DateTimeOffset, string> write = date!.TimeZone.Length > 0 ? Utc : t => t.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
        return time.End is { } end && end > start ? ["DTSTART:" + write(start), "DTEND:" + write(end)] : ["DTSTART:" + write(start)];
    }

    // The first version of a record is revision 0 of its event.
    private static string Sequence(string etag) =>
        long.TryParse(etag.Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var version) && version > 0 ? (version - 1).ToString(CultureInfo.InvariantCulture) : "0";

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
