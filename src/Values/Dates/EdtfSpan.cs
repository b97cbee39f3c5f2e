using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>
/// One thing in time: it starts on a day of <see cref="Start"/> and ends on a day of <see cref="End"/>.
/// A single date of a month or year is a thing that lies somewhere inside it.
/// </summary>
public sealed class EdtfSpan
{
    private readonly EdtfDate? _single;

    private EdtfSpan(DayRange start, DayRange end, bool doubtful, EdtfDate? single)
    {
        // A thing does not end before it starts.
        Start = start with { Last = Min(start.Last, end.Last) };
        End = end with { First = Max(end.First, start.First) };
        Doubtful = doubtful;
        _single = single;
    }

    /// <summary>The days it may start on.</summary>
    public DayRange Start { get; }

    /// <summary>The days it may end on.</summary>
    public DayRange End { get; }

    /// <summary>Whether the source doubts it.</summary>
    public bool Doubtful { get; }

    /// <summary>First and last day it may touch.</summary>
    public DayRange Hull => new(Start.First, End.Last);

    internal static EdtfSpan Single(EdtfDate date) => new(date.Days, date.Days, date.Doubtful, date);

    /// <summary>From a day of start to a day of end. An open side (<c>..</c>) has no limit; an unknown one (empty) has one nobody told.</summary>
    internal static EdtfSpan Interval(EdtfDate? start, bool openStart, EdtfDate? end, bool openEnd) => new(
        start?.Days ?? (openStart ? new DayRange(DateOnly.MinValue, DateOnly.MinValue) : DayRange.All),
        end?.Days ?? (openEnd ? new DayRange(DateOnly.MaxValue, DateOnly.MaxValue) : DayRange.All),
        start is { Doubtful: true } || end is { Doubtful: true },
        null);

    /// <summary>One unknown day between two dates.</summary>
    internal static EdtfSpan Between(EdtfDate? first, EdtfDate? last)
    {
        var days = new DayRange(first?.Days.First ?? DateOnly.MinValue, last?.Days.Last ?? DateOnly.MaxValue);
        return new EdtfSpan(days, days, first is { Doubtful: true } || last is { Doubtful: true }, null);
    }

    /// <summary>Whether it touches some day of the range.</summary>
    public DateAnswer Overlaps(DayRange range) => Answer(
        certainly: Start.Last <= range.Last && End.First >= range.First,
        possibly: _single?.MayBeIn(range) ?? Hull.Overlaps(range));

    /// <summary>Whether it lies wholly in the range.</summary>
    public DateAnswer Within(DayRange range)
    {
        var first = Max(Start.First, range.First);
        var last = Min(End.Last, range.Last);
        return Answer(
            certainly: Start.First >= range.First && End.Last <= range.Last,
            possibly: _single?.MayBeIn(range) ?? (first <= Start.Last && last >= End.First && first <= last));
    }

    /// <summary>Whether its last day is on or before this one.</summary>
    public DateAnswer EndedBy(DateOnly day) => Answer(End.Last <= day, End.First <= day);

    /// <summary>Whether its first day is on or before this one.</summary>
    public DateAnswer StartedBy(DateOnly day) => Answer(Start.Last <= day, Start.First <= day);

    private DateAnswer Answer(bool certainly, bool possibly) =>
        certainly && !Doubtful ? DateAnswer.Certainly : possibly || certainly ? DateAnswer.Possibly : DateAnswer.No;

    private static DateOnly Min(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Max(DateOnly a, DateOnly b) => a > b ? a : b;
}
