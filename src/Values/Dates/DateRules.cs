using System.Globalization;
using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>
/// Rules of <see cref="DateValue"/>. Every question has three answers: certainly, possibly, no.
/// An absent or empty date is unknown and answers possibly. A text that is not EDTF counts as unknown; validation keeps it out of records.
/// </summary>
public static partial class DateRules
{
    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What the date means; unknown when absent, empty or not EDTF.</summary>
    public static EdtfValue Read(DateValue? date) =>
        date is not null && Edtf.TryParse(date.Edtf, out var value, out _) ? value : EdtfValue.Unknown;

    /// <summary>A date of one day.</summary>
    public static DateValue Of(DateOnly day)
    {
        var date = new DateValue { Edtf = Format(day) };
        Normalize(date);
        return date;
    }

    /// <summary>First day it may touch; null when open or unknown.</summary>
    public static DateOnly? Earliest(DateValue? date) => First(Read(date).Hull);

    /// <summary>Last day it may touch; null when open or unknown.</summary>
    public static DateOnly? Latest(DateValue? date) => Last(Read(date).Hull);

    /// <summary>First day on which it is certainly over; null when that never becomes certain.</summary>
    public static DateOnly? CertainlyOverOn(DateValue? date) => Last(Read(date).End);

    /// <summary>Fills <c>earliest</c> and <c>latest</c> from the EDTF text.</summary>
    public static void Normalize(DateValue date)
    {
        ArgumentNullException.ThrowIfNull(date);
        var hull = Read(date).Hull;
        date.Earliest = First(hull) is { } earliest ? Format(earliest) : "";
        date.Latest = Last(hull) is { } latest ? Format(latest) : "";
    }

    /// <summary>What breaks a rule, with paths below the date itself.</summary>
    public static IEnumerable<FieldViolation> Validate(DateValue date)
    {
        ArgumentNullException.ThrowIfNull(date);
        if (!Edtf.TryParse(date.Edtf, out _, out var error))
        {
            yield return new FieldViolation("edtf", "DATE_SYNTAX", error);
        }

        if (date.StartTime.Length > 0 && !TimeShape().IsMatch(date.StartTime))
        {
            yield return new FieldViolation("start_time", "TIME_SYNTAX", "A local time is HH:MM from 00:00 to 23:59.");
        }

        if (date.EndTime.Length > 0 && !TimeShape().IsMatch(date.EndTime))
        {
            yield return new FieldViolation("end_time", "TIME_SYNTAX", "A local time is HH:MM from 00:00 to 23:59.");
        }

        if (date.TimeZone.Length > 0 && !ZoneShape().IsMatch(date.TimeZone))
        {
            yield return new FieldViolation("time_zone", "TIME_ZONE_SYNTAX", "A time zone is an IANA name such as America/Lima; a label as printed goes into zone_as_printed.");
        }
    }

    /// <summary>Whether it was going on, or took place, on the day.</summary>
    public static DateAnswer RunningOn(DateValue? date, DateOnly day) => Read(date).Overlaps(new DayRange(day, day));

    /// <summary>Whether it was going on, or took place, on some day from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static DateAnswer Overlaps(DateValue? date, DateOnly from, DateOnly to) => Read(date).Overlaps(Range(from, to));

    /// <summary>Whether all of it lies from <paramref name="from"/> to <paramref name="to"/>.</summary>
    public static DateAnswer Within(DateValue? date, DateOnly from, DateOnly to) => Read(date).Within(Range(from, to));

    /// <summary>Whether all of it was over before the day.</summary>
    public static DateAnswer Before(DateValue? date, DateOnly day) =>
        day == DateOnly.MinValue ? DateAnswer.No : Read(date).EndedBy(day.AddDays(-1));

    /// <summary>Whether all of it was over by the end of the day. For a fact known on a date: whether it was known on the day.</summary>
    public static DateAnswer OnOrBefore(DateValue? date, DateOnly day) => Read(date).EndedBy(day);

    /// <summary>Whether it had begun by the end of the day.</summary>
    public static DateAnswer StartedBy(DateValue? date, DateOnly day) => Read(date).StartedBy(day);

    /// <summary>
    /// Whether what was due is overdue on the day. Without a due date nothing is overdue; a due date that is stated but unknown is possibly over.
    /// </summary>
    public static DateAnswer Overdue(DateValue? due, DateOnly day) => due is null ? DateAnswer.No : Before(due, day);

    /// <summary>Whether one was over before the other began.</summary>
    public static DateAnswer Before(DateValue? first, DateValue? second)
    {
        var (one, other) = (Read(first), Read(second));
        if (one.IsUnknown || other.IsUnknown)
        {
            return DateAnswer.Possibly;
        }

        var doubtful = one.Spans.Concat(other.Spans).Any(span => span.Doubtful);
        if (one.Hull.Last < other.Spans.Min(span => span.Start.First))
        {
            return doubtful ? DateAnswer.Possibly : DateAnswer.Certainly;
        }

        var over = one.Spans.Select(span => span.End.First);
        var begun = other.Spans.Select(span => span.Start.Last);
        return (one.AllOf ? over.Max() : over.Min()) < (other.AllOf ? begun.Min() : begun.Max()) ? DateAnswer.Possibly : DateAnswer.No;
    }

    /// <summary>Whether the component was printed, follows from the source, is in doubt, or is not given.</summary>
    public static ComponentState Component(DateValue? date, DatePart part)
    {
        var value = Read(date);
        if (value.Dates.Count == 0)
        {
            return ComponentState.Missing;
        }

        if (part == DatePart.End)
        {
            return value.Hull.Last == DateOnly.MaxValue ? ComponentState.Missing
                : date!.Inferred.Contains(part) ? ComponentState.Inferred
                : ComponentState.Stated;
        }

        // The least certain of the dates written decides.
        return value.Dates.Max(written => State(written, part, date!.Inferred.Contains(part)));
    }

    private static ComponentState State(EdtfDate written, DatePart part, bool inferred)
    {
        var (given, doubt) = part switch
        {
            DatePart.Day => (written.DayGiven, written.DayDoubt),
            DatePart.Month => (written.MonthGiven, written.MonthDoubt),
            _ => (written.YearGiven, written.YearDoubt),
        };
        return !given ? ComponentState.Missing
            : doubt != EdtfDoubt.None ? ComponentState.Doubtful
            : inferred ? ComponentState.Inferred
            : ComponentState.Stated;
    }

    private static DateOnly? First(DayRange hull) => hull.First == DateOnly.MinValue ? null : hull.First;

    private static DateOnly? Last(DayRange hull) => hull.Last == DateOnly.MaxValue ? null : hull.Last;

    internal static string Format(DateOnly day) => day.ToString(DayFormat, CultureInfo.InvariantCulture);

    private static DayRange Range(DateOnly from, DateOnly to) =>
        from <= to ? new DayRange(from, to) : throw new ArgumentOutOfRangeException(nameof(to), "The range ends before it starts.");

    [GeneratedRegex("^([01][0-9]|2[0-3]):[0-5][0-9]\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex TimeShape();

    [GeneratedRegex("^(UTC|[A-Z][A-Za-z_]+(/[A-Z][A-Za-z0-9_+-]*)+)\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ZoneShape();
}

/// <summary>How sure one component of a date is; later is less sure.</summary>
public enum ComponentState
{
    /// <summary>Printed in the source.</summary>
    Stated,

    /// <summary>Not printed; follows from the source.</summary>
    Inferred,

    /// <summary>Qualified as uncertain or approximate.</summary>
    Doubtful,

    /// <summary>Not given.</summary>
    Missing,
}
