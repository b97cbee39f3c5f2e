using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>When an activity starts and ends, each a fact or a plan, with a note where the record does not say it to the day.</summary>
internal sealed record Period(DateOnly Start, bool StartIsFact, DateOnly? End, bool EndIsFact, string Note)
{
    /// <summary>The record's own dates; null when it has none.</summary>
    public static Period? Own(Draft draft, DateOnly today)
    {
        if (Of(draft.Period, draft.Begun, draft.Over, today) is { } known)
        {
            return known;
        }

        return Of(PlanRules.Current(draft.Planned)?.Planned, begun: false, over: false, today);
    }

    /// <summary>The dates of the record it belongs to.</summary>
    public Period Inherited(string from) => this with { Note = $"Assumed: the date of {from}; none of its own is stated." };

    /// <summary>Begun by the first day of what belongs to it.</summary>
    public static Period Begun(DateOnly first, bool isFact) => new(first, isFact, null, false, "Inferred: the first recorded activity in it; no start is stated.");

    /// <summary>The elements.</summary>
    public IEnumerable<ActivityDate> Elements()
    {
        yield return new() { Type = StartIsFact ? "2" : "1", Date = Start, Narratives = Texts.Note(Note) };
        if (End is { } end)
        {
            yield return new() { Type = EndIsFact ? "4" : "3", Date = end, Narratives = Texts.Note(Note) };
        }
    }

    /// <summary>A period stated to the day; null when it is not, or is a single day.</summary>
    public static Period? Of(DateValue? date) =>
        date is not null && date.Edtf.Contains('/', StringComparison.Ordinal) && IsToTheDay(date) && DateRules.Earliest(date) is { } start && DateRules.Latest(date) is { } end ? new(start, false, end, false, "") : null;

    private static Period? Of(DateValue? date, bool begun, bool over, DateOnly today)
    {
        if (DateRules.Earliest(date) is not { } start)
        {
            return null;
        }

        var end = DateRules.Latest(date);
        var note = IsToTheDay(date!) ? "" : $"Known as {date!.Edtf}.";
        // What is still to come is a plan, whatever the state says; a start that is a plan has no fact for an end.
        var started = begun && start <= today;
        return new(start, started, end, started && over && end <= today, note);
    }

    private static bool IsToTheDay(DateValue date) => date.Edtf.Split('/').All(part => part.Length == "2018-05-28".Length && part.All(c => char.IsAsciiDigit(c) || c == '-'));
}
