using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>What can be said about distinct people over parts that overlap.</summary>
public enum DistinctState
{
    /// <summary>One number follows.</summary>
    Computed,

    /// <summary>Only bounds follow.</summary>
    Bounded,

    /// <summary>Nothing follows; the reason says why.</summary>
    Refused,
}

/// <summary>Distinct people over the parts of a count.</summary>
public sealed record Distinct(DistinctState State, long Lower, long? Upper, string Text);

/// <summary>Rules of the parts of a <see cref="Count"/>.</summary>
public static class Breakdown
{
    /// <summary>Distinct people over the parts. Overlap that nobody stated may be anything, so it is never taken for none.</summary>
    public static Distinct DistinctOver(Count count)
    {
        ArgumentNullException.ThrowIfNull(count);
        if (count.Parts.Count == 0)
        {
            return new Distinct(DistinctState.Refused, 0, null, "not derivable: no parts are stated");
        }

        foreach (var part in count.Parts)
        {
            if (CountRules.Bounds(part.Count).Lower is null)
            {
                return new Distinct(DistinctState.Refused, 0, null, $"not derivable: part '{Label(part)}' is {CountRules.Text(part.Count)}");
            }
        }

        var overlaps = Overlaps(count);
        var parts = count.Parts.Select(part => (part.Key, Bounds: CountRules.Bounds(part.Count))).ToList();
        var lower = parts.Select(part => part.Bounds.Lower!.Value).DefaultIfEmpty(0).Max();
        lower = Math.Max(lower, AtLeastTogether(parts, overlaps));
        var upper = parts.All(part => part.Bounds.Upper is not null)
            ? parts.Sum(part => part.Bounds.Upper!.Value) - CertainlyShared(parts.Select(part => part.Key), overlaps)
            : (long?)null;
        if (upper < lower)
        {
            return new Distinct(DistinctState.Refused, 0, null, "not derivable: the stated overlaps contradict each other");
        }

        return upper == lower
            ? new Distinct(DistinctState.Computed, lower, upper, $"{lower}")
            : new Distinct(DistinctState.Bounded, lower, upper, upper is null ? $"at least {lower}" : $"{lower} to {upper}");
    }

    /// <summary>Whether the parts certainly add up to more than the whole although no overlap is stated.</summary>
    internal static bool ExceedsWhole(Count count) =>
        count.Parts.Count > 0
        && count.Overlaps.Count == 0
        && CountRules.Bounds(count).Upper is { } whole
        && count.Parts.Sum(part => CountRules.Bounds(part.Count).Lower ?? 0) > whole;

    internal static IEnumerable<FieldViolation> Validate(Count count)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < count.Parts.Count; i++)
        {
            if (count.Parts[i].Key.Length > 0 && !keys.Add(count.Parts[i].Key))
            {
                yield return new FieldViolation($"parts[{i}].key", "PART_KEY_TAKEN", $"Two parts have the key '{count.Parts[i].Key}'.");
            }
        }

        for (var i = 0; i < count.Overlaps.Count; i++)
        {
            var overlap = count.Overlaps[i];
            if (!keys.Contains(overlap.FirstKey) || !keys.Contains(overlap.SecondKey) || overlap.FirstKey == overlap.SecondKey)
            {
                yield return new FieldViolation($"overlaps[{i}]", "OVERLAP_KEYS", "An overlap names the keys of two different parts.");
            }
            else if (Smaller(count, overlap) is { } most && CountRules.Bounds(overlap.Count).Lower > most)
            {
                yield return new FieldViolation($"overlaps[{i}].count", "OVERLAP_TOO_LARGE", "An overlap is not larger than either of its parts.");
            }
        }
    }

    private static long? Smaller(Count count, CountOverlap overlap) =>
        count.Parts.Where(part => part.Key == overlap.FirstKey || part.Key == overlap.SecondKey).Min(part => CountRules.Bounds(part.Count).Upper);

    // Union >= sum of parts - sum of all pairs shared, which needs a bound for every pair.
    private static long AtLeastTogether(List<(string Key, (long? Lower, long? Upper) Bounds)> parts, Dictionary<(string, string), (long? Lower, long? Upper)> overlaps)
    {
        var best = 0L;
        var all = parts.Sum(part => part.Bounds.Lower!.Value);
        for (var i = 0; i < parts.Count; i++)
        {
            for (var j = i + 1; j < parts.Count; j++)
            {
                if (!overlaps.TryGetValue(Pair(parts[i].Key, parts[j].Key), out var shared) || shared.Upper is not { } most)
                {
                    all = long.MinValue / 2;
                    continue;
                }

                best = Math.Max(best, parts[i].Bounds.Lower!.Value + parts[j].Bounds.Lower!.Value - most);
                all -= most;
            }
        }

        return Math.Max(best, all);
    }

    // Union <= sum of parts - what is shared along any tree over the parts; the heaviest tree is best.
    private static long CertainlyShared(IEnumerable<string> keys, Dictionary<(string, string), (long? Lower, long? Upper)> overlaps)
    {
        var group = keys.Distinct().ToDictionary(key => key, key => key);
        var shared = 0L;
        foreach (var ((first, second), (lower, _)) in overlaps.OrderByDescending(overlap => overlap.Value.Lower ?? 0))
        {
            var (one, other) = (group[first], group[second]);
            if (one != other)
            {
                shared += lower ?? 0;
                foreach (var key in group.Keys.Where(key => group[key] == other).ToList())
                {
                    group[key] = one;
                }
            }
        }

        return shared;
    }

    private static Dictionary<(string, string), (long? Lower, long? Upper)> Overlaps(Count count) =>
        count.Overlaps.GroupBy(overlap => Pair(overlap.FirstKey, overlap.SecondKey))
            .Where(pair => count.Parts.Any(part => part.Key == pair.Key.First) && count.Parts.Any(part => part.Key == pair.Key.Second))
            .ToDictionary(pair => (pair.Key.First, pair.Key.Second), pair => CountRules.Bounds(pair.First().Count));

    private static (string First, string Second) Pair(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);

    internal static string Label(CountPart part) => part.Party.Length > 0 ? part.Party : part.Group.Length > 0 ? part.Group : part.Key;
}
