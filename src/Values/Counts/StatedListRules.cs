using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Rules of <see cref="StatedList"/>: stated against listed.</summary>
public static class StatedListRules
{
    /// <summary>
    /// Compares the stated total with the items listed and those known to exist without a name.
    /// Nine stated, five listed and at least two more: "9 stated, at least 7 identified, at most 2 missing".
    /// </summary>
    public static Reconciliation Reconcile(StatedList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        var (unnamedLower, unnamedUpper) = list.Unnamed is null ? (0, 0) : CountRules.Bounds(list.Unnamed);
        var listed = list.Items.Select(Key).Distinct().Count();
        var lower = listed + (unnamedLower ?? 0);
        var upper = listed + unnamedUpper;
        var (statedLower, statedUpper) = CountRules.Bounds(list.Stated);

        var answer = new Reconciliation { IdentifiedLower = lower };
        if (upper is { } most)
        {
            answer.IdentifiedUpper = most;
        }

        if (statedLower is { } stated && upper is not null)
        {
            answer.MissingLower = Math.Max(0, stated - upper.Value);
        }

        if (statedUpper is { } total)
        {
            answer.MissingUpper = Math.Max(0, total - lower);
        }

        answer.State = State(list.Stated, lower, upper, statedLower, statedUpper);
        answer.Text = Text(list, answer, unnamedLower, unnamedUpper);
        return answer;
    }

    /// <summary>
    /// Compares a number with its parts. Overlap between parts that nobody stated may be anything, so what the parts come to
    /// is mostly a range; parts without a number leave it open.
    /// </summary>
    public static Reconciliation Reconcile(Count count)
    {
        ArgumentNullException.ThrowIfNull(count);
        var parts = Breakdown.DistinctOver(count);
        var (lower, upper) = parts.State == DistinctState.Refused ? (0, null) : (parts.Lower, parts.Upper);
        var (statedLower, statedUpper) = CountRules.Bounds(count);
        var answer = new Reconciliation { IdentifiedLower = lower, State = State(count, lower, upper, statedLower, statedUpper) };
        if (upper is { } most)
        {
            answer.IdentifiedUpper = most;
        }

        if (statedLower is { } stated && upper is { } all)
        {
            answer.MissingLower = Math.Max(0, stated - all);
        }

        if (statedUpper is { } total)
        {
            answer.MissingUpper = Math.Max(0, total - lower);
        }

        var whole = answer.State == ReconciliationState.NotStated ? "total not stated" : $"{CountRules.Text(count)} stated";
        answer.Text = answer.State switch
        {
            ReconciliationState.Excess => $"{whole}, parts {parts.Text}, more than stated",
            ReconciliationState.Complete => $"{whole}, parts {parts.Text}",
            _ => $"{whole}, parts {parts.Text}{Missing(answer)}",
        };
        return answer;
    }

    /// <summary>What breaks a rule, with paths below the list itself. Its counts are checked as counts of their own.</summary>
    public static IEnumerable<FieldViolation> Validate(StatedList list)
    {
        ArgumentNullException.ThrowIfNull(list);
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (Key(list.Items[i]).Length == 0)
            {
                yield return new FieldViolation($"items[{i}]", "ITEM_EMPTY", "An item names a record or has the words as printed.");
            }
        }
    }

    /// <summary>What makes two items the same.</summary>
    internal static string Key(ListedItem item) => item.Resource.Length > 0 ? item.Resource : item.AsPrinted;

    private static ReconciliationState State(Count? whole, long lower, long? upper, long? statedLower, long? statedUpper)
    {
        if (CountRules.Term(whole).Unknown > 0)
        {
            return ReconciliationState.NotStated;
        }

        return statedUpper is { } total && lower > total ? ReconciliationState.Excess
            : statedLower is { } stated && upper < stated ? ReconciliationState.Short
            : lower == upper && statedLower == statedUpper && statedLower == lower ? ReconciliationState.Complete
            : ReconciliationState.PossiblyShort;
    }

    private static string Text(StatedList list, Reconciliation answer, long? unnamedLower, long? unnamedUpper)
    {
        var stated = answer.State == ReconciliationState.NotStated ? "total not stated" : $"{CountRules.Text(list.Stated)} stated";
        var identified = Words(answer.IdentifiedLower, answer.HasIdentifiedUpper ? answer.IdentifiedUpper : null);
        var text = $"{stated}, {identified} identified";
        if (unnamedLower is null && unnamedUpper is null)
        {
            text += $" and more without a name ({CountRules.Text(list.Unnamed)})";
        }

        return answer.State switch
        {
            ReconciliationState.Short or ReconciliationState.PossiblyShort => text + Missing(answer),
            ReconciliationState.Excess => $"{text}, more than stated",
            _ => text,
        };
    }

    private static string Missing(Reconciliation answer) =>
        answer.State is ReconciliationState.Short or ReconciliationState.PossiblyShort && (answer.HasMissingLower || answer.HasMissingUpper)
            ? $", {Words(answer.HasMissingLower ? answer.MissingLower : 0, answer.HasMissingUpper ? answer.MissingUpper : null)} missing"
            : "";

    private static string Words(long lower, long? upper) =>
        upper is null ? $"at least {lower}"
        : upper == lower ? $"{lower}"
        : lower == 0 ? $"at most {upper}"
        : $"{lower} to {upper}";
}
