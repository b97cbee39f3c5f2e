using System.Globalization;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.SeriesOfEditions;

/// <summary>
/// Editions that must exist because a later one counts them, and those the rhythm has a place for. What is between two
/// editions whose ordinals follow each other was skipped, not missed.
/// </summary>
internal static class MissingEditions
{
    public const int MaxOrdinal = 1000;

    public static IEnumerable<MissingEdition> Of(Series series) => [.. ByOrdinal(series), .. ByRhythm(series)];

    private static IEnumerable<MissingEdition> ByOrdinal(Series series)
    {
        var counted = series.Editions.Where(e => e.Ordinal is > 0 and <= MaxOrdinal).DistinctBy(e => e.Ordinal).OrderBy(e => e.Ordinal).ToList();
        var known = counted.ToDictionary(e => e.Ordinal);
        var last = counted.Count == 0 ? 0 : counted[^1].Ordinal;
        for (var ordinal = 1; ordinal < last; ordinal++)
        {
            if (!known.ContainsKey(ordinal))
            {
                var before = counted.FindLast(e => e.Ordinal < ordinal);
                var after = counted.Find(e => e.Ordinal > ordinal)!;
                yield return Missing(ordinal, Between(series.Rhythm, ordinal, before, after), MissingGround.Ordinal);
            }
        }
    }

    private static IEnumerable<MissingEdition> ByRhythm(Series series)
    {
        if (Step(series.Rhythm) is not { } step)
        {
            yield break;
        }

        var placed = series.Editions.Select(e => (Edition: e, At: Place(series.Rhythm.Unit, e.Date))).Where(p => p.At is not null).OrderBy(p => p.At).ToList();
        foreach (var (one, next) in placed.Zip(placed.Skip(1)))
        {
            // Where both are counted, the ordinals have told already.
            if (one.Edition.Ordinal > 0 && next.Edition.Ordinal > 0)
            {
                continue;
            }

            for (var at = one.At!.Value + step; at < next.At!.Value; at += step)
            {
                yield return Missing(0, Text(series.Rhythm.Unit, at), MissingGround.Rhythm);
            }
        }
    }

    // In step with a neighbor where the rhythm fits both, else somewhere between them.
    private static string Between(Rhythm? rhythm, int ordinal, SeriesEdition? before, SeriesEdition after)
    {
        if (Step(rhythm) is { } step)
        {
            var (from, to) = (Place(rhythm!.Unit, before?.Date), Place(rhythm.Unit, after.Date));
            var forward = from is null ? null : from + ((ordinal - before!.Ordinal) * step);
            var back = to is null ? null : to - ((after.Ordinal - ordinal) * step);
            if (forward is not null && back is not null ? forward == back : (forward ?? back) is not null)
            {
                return Text(rhythm.Unit, (forward ?? back)!.Value);
            }
        }

        var (first, last) = (DateRules.Latest(before?.Date), DateRules.Earliest(after.Date));
        return first is null && last is null ? "" : $"[{Day(first)}..{Day(last)}]";
    }

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static int? Step(Rhythm? rhythm) =>
        rhythm?.Unit is RhythmUnit.Year or RhythmUnit.HalfYear or RhythmUnit.Quarter or RhythmUnit.Month ? Math.Max(1, rhythm.Every) : null;

    private static int PerYear(RhythmUnit unit) => unit switch
    {
        RhythmUnit.Year => 1,
        RhythmUnit.HalfYear => 2,
        RhythmUnit.Quarter => 4,
        _ => 12,
    };

    // The unit of time the whole date lies in, counted from year 0; null when it straddles two or is unknown.
    private static int? Place(RhythmUnit unit, DateValue? date) =>
        DateRules.Earliest(date) is { } first && DateRules.Latest(date) is { } last && Index(unit, first) == Index(unit, last) ? Index(unit, first) : null;

    private static int Index(RhythmUnit unit, DateOnly day) => (day.Year * PerYear(unit)) + ((day.Month - 1) * PerYear(unit) / 12);

    // EDTF codes: quarters 33 to 36, half-years 40 and 41.
    private static string Text(RhythmUnit unit, int at)
    {
        var (year, part) = (at / PerYear(unit), at % PerYear(unit));
        return unit switch
        {
            RhythmUnit.Year => year.ToString("0000", CultureInfo.InvariantCulture),
            RhythmUnit.HalfYear => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{40 + part}"),
            RhythmUnit.Quarter => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{33 + part}"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{part + 1:00}"),
        };
    }

    private static MissingEdition Missing(int ordinal, string expected, MissingGround ground)
    {
        var date = new DateValue { Edtf = expected };
        DateRules.Normalize(date);
        return new MissingEdition { Ordinal = ordinal, Expected = date, Ground = ground };
    }
}
