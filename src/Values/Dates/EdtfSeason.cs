namespace EGovPlatform.Values;

/// <summary>The days a season, quarter, four months or half-year of ISO 8601-2 (codes 21 to 41) may cover.</summary>
internal static class EdtfSeason
{
    /// <summary>Whether the code is one of 21 to 41.</summary>
    public static bool IsSeason(int code) => code is >= 21 and <= 41;

    // Month ranges relative to the year; months below 1 or above 12 belong to the year before or after.
    // 21 to 24 carry no hemisphere, so both readings stand. A winter named by one year may be the one it ends in or begins in.
    private static (int First, int Last)[] Months(int code) => code switch
    {
        21 => [(3, 5), (9, 11)],
        22 => [(6, 8), (0, 2), (12, 14)],
        23 => [(9, 11), (3, 5)],
        24 => [(0, 2), (12, 14), (6, 8)],
        25 or 31 => [(3, 5)],
        26 or 32 => [(6, 8)],
        27 or 29 => [(9, 11)],
        28 or 30 => [(0, 2), (12, 14)],
        >= 33 and <= 36 => [((code - 33) * 3 + 1, (code - 33) * 3 + 3)],
        >= 37 and <= 39 => [((code - 37) * 4 + 1, (code - 37) * 4 + 4)],
        _ => [((code - 40) * 6 + 1, (code - 40) * 6 + 6)],
    };

    /// <summary>The alternatives in one year; one of them is meant.</summary>
    public static IEnumerable<DayRange> In(int year, int code)
    {
        foreach (var (first, last) in Months(code))
        {
            yield return new DayRange(MonthStart(year, first), Calendar.LastOfMonth(MonthStart(year, last)));
        }
    }

    private static DateOnly MonthStart(int year, int month)
    {
        var index = Math.Clamp(year * 12 + month - 1, 12, 9999 * 12 + 11);
        return new DateOnly(index / 12, index % 12 + 1, 1);
    }
}
