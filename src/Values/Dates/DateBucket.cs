using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Units that reports group dates by.</summary>
public enum DateUnit
{
    /// <summary>`2018`.</summary>
    Year,

    /// <summary>`2018-Q2`.</summary>
    Quarter,

    /// <summary>`2018-05`.</summary>
    Month,
}

/// <summary>The group a date falls into.</summary>
/// <param name="Key">`2018`, `2018-Q2`, `2018-05`, or for what has no bucket `undated within 2018`, `undated from 2017`, `undated`.</param>
/// <param name="Dated">Whether it lies wholly and certainly in one bucket.</param>
/// <param name="Days">The days the key spans.</param>
public sealed record DateBucket(string Key, bool Dated, DayRange Days)
{
    /// <summary>
    /// The one grouping rule: what certainly lies wholly inside one bucket counts there; all else is undated within the smallest
    /// month, quarter or year, not finer than asked, that holds every possible day.
    /// </summary>
    public static DateBucket Of(DateValue? date, DateUnit unit)
    {
        var value = DateRules.Read(date);
        var hull = value.Hull;
        if (hull.First == DateOnly.MinValue || hull.Last == DateOnly.MaxValue)
        {
            return Open(hull);
        }

        for (var coarser = unit; ; coarser--)
        {
            var days = Around(hull.First, coarser);
            if (days.Contains(hull.Last))
            {
                var dated = coarser == unit && value.Within(days) == DateAnswer.Certainly;
                var key = Label(hull.First, coarser);
                return new DateBucket(dated ? key : $"undated within {key}", dated, days);
            }

            if (coarser == DateUnit.Year)
            {
                var years = new DayRange(days.First, Around(hull.Last, DateUnit.Year).Last);
                return new DateBucket($"undated within {Label(hull.First, coarser)} to {Label(hull.Last, coarser)}", false, years);
            }
        }
    }

    private static DateBucket Open(DayRange hull)
    {
        if (hull.First != DateOnly.MinValue)
        {
            return new DateBucket($"undated from {Label(hull.First, DateUnit.Year)}", false, hull with { First = Around(hull.First, DateUnit.Year).First });
        }

        return hull.Last != DateOnly.MaxValue
            ? new DateBucket($"undated until {Label(hull.Last, DateUnit.Year)}", false, hull with { Last = Around(hull.Last, DateUnit.Year).Last })
            : new DateBucket("undated", false, hull);
    }

    private static DayRange Around(DateOnly day, DateUnit unit)
    {
        var months = unit switch { DateUnit.Year => 12, DateUnit.Quarter => 3, _ => 1 };
        var first = new DateOnly(day.Year, (day.Month - 1) / months * months + 1, 1);
        return new DayRange(first, Calendar.LastOfMonth(new DateOnly(day.Year, first.Month + months - 1, 1)));
    }

    private static string Label(DateOnly day, DateUnit unit) => unit switch
    {
        DateUnit.Year => $"{day.Year:0000}",
        DateUnit.Quarter => $"{day.Year:0000}-Q{(day.Month + 2) / 3}",
        _ => $"{day.Year:0000}-{day.Month:00}",
    };
}
