using System.Globalization;

namespace EGovPlatform.Values;

/// <summary>Year, month or season, and day as digits, with <c>X</c> for a digit that is not given.</summary>
internal sealed record EdtfPattern(string Year, string? Month, string? Day)
{
    /// <summary>Code 21 to 41, or 0.</summary>
    public int Season =>
        Month is not null && int.TryParse(Month, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && EdtfSeason.IsSeason(code) ? code : 0;

    /// <summary>Whether the calendar has any such day.</summary>
    public bool Exists => Ranges(1, 9999).Any();

    /// <summary>First and last day it may mean. Unbounded when the year is not given at all.</summary>
    public DayRange Hull()
    {
        if (Year == "XXXX")
        {
            return DayRange.All;
        }

        // A season has at most three alternatives, which may reach into the neighboring years.
        var years = Numbers(Year, 1, 9999);
        var first = years.SelectMany(year => RangesIn(year)).Take(3).Min(range => range.First);
        var last = years.Reverse().SelectMany(year => RangesIn(year).Reverse()).Take(3).Max(range => range.Last);
        return new DayRange(first, last);
    }

    /// <summary>Whether some day it may mean lies in the range.</summary>
    public bool MayBeIn(DayRange range) =>
        Ranges(Math.Max(range.First.Year - 1, 1), Math.Min(range.Last.Year + 1, 9999)).Any(range.Overlaps);

    private IEnumerable<DayRange> Ranges(int firstYear, int lastYear) => Numbers(Year, firstYear, lastYear).SelectMany(year => RangesIn(year));

    private IEnumerable<DayRange> RangesIn(int year)
    {
        if (Season != 0)
        {
            return EdtfSeason.In(year, Season);
        }

        return Month is null
            ? [new DayRange(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31))]
            : Numbers(Month, 1, 12).SelectMany(month => RangesInMonth(year, month));
    }

    private IEnumerable<DayRange> RangesInMonth(int year, int month)
    {
        var length = DateTime.DaysInMonth(year, month);
        return Day is null or "XX"
            ? [new DayRange(new DateOnly(year, month, 1), new DateOnly(year, month, length))]
            : Numbers(Day, 1, length).Select(day => new DateOnly(year, month, day)).Select(day => new DayRange(day, day));
    }

    private static IEnumerable<int> Numbers(string mask, int least, int most)
    {
        var first = Math.Max(least, Number(mask.Replace('X', '0')));
        var last = Math.Min(most, Number(mask.Replace('X', '9')));
        var format = new string('0', mask.Length);
        return Enumerable.Range(first, Math.Max(0, last - first + 1))
            .Where(number => Fits(mask, number.ToString(format, CultureInfo.InvariantCulture)));
    }

    private static int Number(string digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static bool Fits(string mask, string digits) => mask.Zip(digits).All(pair => pair.First == 'X' || pair.First == pair.Second);
}
