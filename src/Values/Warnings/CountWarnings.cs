using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>What is odd about counts and stated lists.</summary>
internal static class CountWarnings
{
    public static IEnumerable<Warning> For(FoundValue found, Count count)
    {
        if (CountRules.Term(count).Unknown > 0)
        {
            yield return ValueWarnings.Warn("COUNT_UNKNOWN", found.Path, $"The number of {(count.Counted.Length > 0 ? count.Counted : "what is counted")} is not known.");
        }

        if (count.Mixed)
        {
            yield return ValueWarnings.Warn("COUNT_MIXED", found.Path, $"{CountRules.Text(count)} includes others than {(count.Counted.Length > 0 ? count.Counted : "those counted")}.");
        }

        if (Breakdown.ExceedsWhole(count))
        {
            yield return ValueWarnings.Warn("PARTS_EXCEED_WHOLE", found.Below("parts"), $"The parts add up to more than {CountRules.Text(count)}, and no overlap is stated.");
        }

        foreach (var (index, label) in Twice(count.Parts.Select(Breakdown.Label)))
        {
            yield return ValueWarnings.Warn("DUPLICATE_PARTS", found.Below($"parts[{index}]"), $"'{label}' is a part already.");
        }
    }

    public static IEnumerable<Warning> For(FoundValue found, StatedList list)
    {
        var reconciliation = StatedListRules.Reconcile(list);
        var rule = reconciliation.State switch
        {
            ReconciliationState.Excess => "LISTED_MORE_THAN_STATED",
            ReconciliationState.Short => "STATED_MORE_THAN_LISTED",
            ReconciliationState.PossiblyShort when reconciliation is { HasMissingUpper: true, MissingUpper: > 0 } => "STATED_MORE_THAN_LISTED",
            _ => "",
        };
        if (rule.Length > 0)
        {
            yield return ValueWarnings.Warn(rule, found.Path, $"{reconciliation.Text}.");
        }

        if (list.Exhaustive && reconciliation.State == ReconciliationState.Short)
        {
            yield return ValueWarnings.Warn("EXHAUSTIVE_BUT_SHORT", found.Below("exhaustive"), $"The list is said to be complete, but {reconciliation.Text}.");
        }

        foreach (var (index, key) in Twice(list.Items.Select(StatedListRules.Key)))
        {
            yield return ValueWarnings.Warn("DUPLICATE_PARTS", found.Below($"items[{index}]"), $"'{key}' is listed already.");
        }
    }

    /// <summary>Items whose key an earlier one has.</summary>
    internal static IEnumerable<(int Index, string Key)> Twice(IEnumerable<string> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return keys.Select((key, index) => (index, key)).Where(item => item.key.Length > 0 && !seen.Add(item.key));
    }
}
