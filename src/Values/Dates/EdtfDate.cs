namespace EGovPlatform.Values;

/// <summary>What the source doubts about a component: <c>?</c>, <c>~</c>, or both as <c>%</c>.</summary>
[Flags]
public enum EdtfDoubt
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Whether it is right: <c>?</c>.</summary>
    Uncertain = 1,

    /// <summary>How near it is: <c>~</c>.</summary>
    Approximate = 2,
}

/// <summary>How finely a date is given.</summary>
public enum DatePrecision
{
    /// <summary>A year or less.</summary>
    Year,

    /// <summary>A season, quarter or other part of a year.</summary>
    Season,

    /// <summary>A month.</summary>
    Month,

    /// <summary>A day.</summary>
    Day,
}

/// <summary>One date of EDTF.</summary>
public sealed class EdtfDate
{
    private readonly EdtfPattern _pattern;

    internal EdtfDate(EdtfPattern pattern, EdtfDoubt year, EdtfDoubt month, EdtfDoubt day)
    {
        _pattern = pattern;
        YearDoubt = year;
        MonthDoubt = month;
        DayDoubt = day;
        Days = Widen(pattern.Hull());
    }

    /// <summary>Doubt about the year.</summary>
    public EdtfDoubt YearDoubt { get; }

    /// <summary>Doubt about the month or season.</summary>
    public EdtfDoubt MonthDoubt { get; }

    /// <summary>Doubt about the day.</summary>
    public EdtfDoubt DayDoubt { get; }

    /// <summary>Whether any component is in doubt. No question is answered `certainly` then.</summary>
    public bool Doubtful => (YearDoubt | MonthDoubt | DayDoubt) != EdtfDoubt.None;

    /// <summary>The finest component that is fully given, counted from the year.</summary>
    public DatePrecision Precision =>
        _pattern.Season != 0 ? DatePrecision.Season
        : _pattern.Month is null || _pattern.Month.Contains('X') ? DatePrecision.Year
        : _pattern.Day is null || _pattern.Day.Contains('X') ? DatePrecision.Month
        : DatePrecision.Day;

    /// <summary>Whether some digit of the year is given.</summary>
    public bool YearGiven => _pattern.Year != "XXXX";

    /// <summary>Whether some digit of the month, or a season, is given.</summary>
    public bool MonthGiven => _pattern.Month is not (null or "XX");

    /// <summary>Whether some digit of the day is given.</summary>
    public bool DayGiven => _pattern.Day is not (null or "XX");

    /// <summary>First and last day it may mean.</summary>
    public DayRange Days { get; }

    /// <summary>Whether some day it may mean lies in the range.</summary>
    public bool MayBeIn(DayRange range) => Days.Overlaps(range) && (Margin != default || _pattern.MayBeIn(range));

    // "About May" may be late April. The margin, one unit of the part in doubt (a week for a day),
    // only keeps an answer from being a false no.
    private (int Months, int Days) Margin
    {
        get
        {
            if (DayDoubt.HasFlag(EdtfDoubt.Approximate))
            {
                return (0, 7);
            }

            if (MonthDoubt.HasFlag(EdtfDoubt.Approximate))
            {
                return (_pattern.Season != 0 ? 3 : 1, 0);
            }

            return YearDoubt.HasFlag(EdtfDoubt.Approximate) ? (12, 0) : default;
        }
    }

    private DayRange Widen(DayRange days)
    {
        if (Margin == default || days == DayRange.All)
        {
            return days;
        }

        // Whole months stay whole: a month after 30 April ends on 31 May.
        var last = Calendar.AddMonths(days.Last, Margin.Months);
        last = _pattern.Day is null ? Calendar.LastOfMonth(last) : last;
        return new DayRange(
            Calendar.AddDays(Calendar.AddMonths(days.First, -Margin.Months), -Margin.Days),
            Calendar.AddDays(last, Margin.Days));
    }
}
