using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>What an EDTF text means: nothing known, one of several things in time, or all of them.</summary>
public sealed class EdtfValue
{
    /// <summary>Empty text: the date is not known.</summary>
    public static readonly EdtfValue Unknown = new([], allOf: false, []);

    internal EdtfValue(IReadOnlyList<EdtfSpan> spans, bool allOf, IReadOnlyList<EdtfDate> dates)
    {
        Spans = spans;
        AllOf = allOf;
        Dates = dates;
    }

    /// <summary>The alternatives, or the members when <see cref="AllOf"/>.</summary>
    public IReadOnlyList<EdtfSpan> Spans { get; }

    /// <summary>Whether all are meant (<c>{}</c>) rather than one of them (<c>[]</c>).</summary>
    public bool AllOf { get; }

    /// <summary>Every date written in the text, in order.</summary>
    public IReadOnlyList<EdtfDate> Dates { get; }

    /// <summary>Whether nothing is known.</summary>
    public bool IsUnknown => Spans.Count == 0;

    /// <summary>First and last day it may touch.</summary>
    public DayRange Hull => IsUnknown
        ? DayRange.All
        : new DayRange(Spans.Min(span => span.Hull.First), Spans.Max(span => span.Hull.Last));

    /// <summary>From when on it is possibly, and from when on certainly, all over. No bound where nobody can tell.</summary>
    public DayRange End => IsUnknown
        ? DayRange.All
        : new DayRange(
            AllOf ? Spans.Max(span => span.End.First) : Spans.Min(span => span.End.First),
            Spans.Any(span => span.Doubtful) ? DateOnly.MaxValue : Spans.Max(span => span.End.Last));

    /// <summary>Whether some member touches the range.</summary>
    public DateAnswer Overlaps(DayRange range) => Any(Spans.Select(span => span.Overlaps(range)));

    /// <summary>Whether every member lies wholly in the range.</summary>
    public DateAnswer Within(DayRange range) => Every(Spans.Select(span => span.Within(range)));

    /// <summary>Whether every member has ended on or before the day.</summary>
    public DateAnswer EndedBy(DateOnly day) => Every(Spans.Select(span => span.EndedBy(day)));

    /// <summary>Whether some member has started on or before the day.</summary>
    public DateAnswer StartedBy(DateOnly day) => Any(Spans.Select(span => span.StartedBy(day)));

    private DateAnswer Any(IEnumerable<DateAnswer> answers)
    {
        var all = answers.ToList();
        return !AllOf ? OneOf(all)
            : all.Contains(DateAnswer.Certainly) ? DateAnswer.Certainly
            : all.Contains(DateAnswer.Possibly) ? DateAnswer.Possibly
            : DateAnswer.No;
    }

    private DateAnswer Every(IEnumerable<DateAnswer> answers)
    {
        var all = answers.ToList();
        return !AllOf ? OneOf(all)
            : all.Contains(DateAnswer.No) ? DateAnswer.No
            : all.Contains(DateAnswer.Possibly) ? DateAnswer.Possibly
            : DateAnswer.Certainly;
    }

    // Unknown has no reading that says no and none that proves yes.
    private static DateAnswer OneOf(List<DateAnswer> all) =>
        all.Count == 0 || all.Distinct().Count() > 1 ? DateAnswer.Possibly : all[0];
}
