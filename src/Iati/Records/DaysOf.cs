using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.Iati.Records;

/// <summary>Dates of elements as dates of ours.</summary>
internal static class DaysOf
{
    /// <summary>From the day of one type to that of another; null when neither is given.</summary>
    public static DateValue? Between(IatiActivity activity, string start, string end) =>
        Span(activity.Dates.Find(d => d.Type == start)?.Date, activity.Dates.Find(d => d.Type == end)?.Date);

    /// <summary>From a day to a day. An end before the start is kept in words: which of the two is wrong, nobody can tell.</summary>
    public static DateValue? Span(DateOnly? start, DateOnly? end) => (start, end) switch
    {
        (null, null) => null,
        ({ } first, null) => new() { Edtf = $"{Text(first)}/.." },
        (null, { } last) => new() { Edtf = $"../{Text(last)}" },
        ({ } first, { } last) when last < first => new() { AsPrinted = $"{Text(first)} to {Text(last)}" },
        ({ } first, { } last) => new() { Edtf = first == last ? Text(first) : $"{Text(first)}/{Text(last)}" },
    };

    /// <summary>One day; null when it is not known.</summary>
    public static DateValue? Day(DateOnly? day) => day is { } known ? new() { Edtf = Text(known) } : null;

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
