using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Rules that refuse live work and only warn about the past (values.md 7).</summary>
internal static class LiveRules
{
    public static IEnumerable<FieldViolation> Check(IReadOnlyList<FoundValue> found)
    {
        foreach (var value in found)
        {
            if (value.Value is Money money)
            {
                foreach (var violation in Shares.Of(money))
                {
                    yield return violation with { FieldPath = value.Below(violation.FieldPath) };
                }
            }
        }

        // The items of one list: everything before the index.
        foreach (var list in found.Where(value => value.Value is Funder).GroupBy(value => value.Path[..Math.Max(0, value.Path.LastIndexOf('['))]))
        {
            if (list.Key.Length > 0 && Shares.Of([.. list.Select(value => (Funder)value.Value)]) is { } description)
            {
                yield return new FieldViolation(list.Key, "SHARES_SUM", description);
            }
        }
    }
}
