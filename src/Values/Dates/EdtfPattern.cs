using System.Globalization;

namespace EGovPlatform.Values;

/// <summary>Year, month or season, and day as digits, with <c>X</c> for a digit that is not given.</summary>
internal sealed record EdtfPattern(string Year, string? Month, string? Day)
{
    /// <summary>Code 21 to 41, or 0.</summary>
    public int Season =>
        Month is ['2' or '3' or '4', _] && int.TryParse(Month, NumberStyles.None, CultureInfo.InvariantCulture, out var code) && EdtfSeason.IsSeason(code) ? code : 0;

    /// <summary>Whether the calendar has any such day.</summary>
    public bool Exists => IsPlain ? Plain() is not null : Ranges(1, 9999).Any();

    /// <summary>First and last day it may mean. Unbounded when the year is not given at all.</summary>
    public DayRange Hull()
    {
        if (IsPlain)
        {
            return Plain()!.Value;
        }

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
        IsPlain ? Plain()!.Value.Overlaps(range) : Ranges(Math.Max(range.First.Year - 1, 1), Math.Min(range.Last.Year + 1, 9999)).Any(range.Overlaps);

    // Nearly every date is all digits and no season: one range, found without a search.
    private bool IsPlain => !Year.Contains('X') && Season == 0 && !(Month ?? "").Contains('X') && !(Day ?? "").Contains('X');

    private DayRange? Plain()
    {
        var year = Number(Year);
        var month = Month is null ? 0 : Number(Month);
        if (year == 0 || Month is not null && month is < 1 or > 12)
        {
            return null;
        }

        if (Day is null)
        {
            return new DayRange(new DateOnly(year, Math.Max(month, 1), 1), Calendar.LastOfMonth(new DateOnly(year, Month is null ? 12 : month, 1)));
        }

        var day = Number(Day);
        return day >= 1 && day <= DateTime.DaysInMonth(year, month) ? new DayRange(new DateOnly(year, month, day), new DateOnly(year, month, day)) : null;
    }

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
