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

        answer.State = State(list, lower, upper, statedLower, statedUpper);
        answer.Text = Text(list, answer, unnamedLower, unnamedUpper);
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

    private static ReconciliationState State(StatedList list, long lower, long? upper, long? statedLower, long? statedUpper)
    {
        if (CountRules.Term(list.Stated).Unknown > 0)
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
            ReconciliationState.Short or ReconciliationState.PossiblyShort when answer.HasMissingLower || answer.HasMissingUpper =>
                $"{text}, {Words(answer.HasMissingLower ? answer.MissingLower : 0, answer.HasMissingUpper ? answer.MissingUpper : null)} missing",
            ReconciliationState.Excess => $"{text}, more than stated",
            _ => text,
        };
    }

    private static string Words(long lower, long? upper) =>
        upper is null ? $"at least {lower}"
        : upper == lower ? $"{lower}"
        : lower == 0 ? $"at most {upper}"
        : $"{lower} to {upper}";
}
