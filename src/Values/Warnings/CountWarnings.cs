using System.Globalization;
using EGovPlatform.Common.V1;
using Google.Protobuf;
using Google.Protobuf.Reflection;

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

    /// <summary>
    /// A number of people beside a stated list of parties of one message: if each party sends somebody, not all can send more than
    /// one. Numbers without an upper bound say nothing of the kind; of "about" it is said as of the number printed.
    /// </summary>
    public static IEnumerable<Warning> Beside(FoundValue found)
    {
        foreach (var (peoplePath, people) in PartsOf<Count>(found).Where(c => c.Value is { HasValue: true, Mixed: false } && IsPeople(c.Value)))
        {
            foreach (var (_, list) in PartsOf<StatedList>(found).Where(l => IsParties(l.Value)))
            {
                var (least, most) = CountRules.Bounds(list.Stated);
                var sent = people.Value;
                if (least is { } parties && parties == most && parties > 1 && sent - parties < parties
                    && people.Qualifier is Qualifier.Exact or Qualifier.About or Qualifier.AtMost or Qualifier.Unspecified)
                {
                    var what = list.Stated.Counted.Length > 0 ? list.Stated.Counted : "parties";
                    var several = sent >= parties ? $"at most {sent - parties} can send more than one" : "not every one can send somebody";
                    yield return ValueWarnings.Warn("FEW_PEOPLE_FOR_PARTIES", found.Below(peoplePath), $"{CountRules.Text(people)} for {parties} {what}: {several}, if {sent}.");
                }
            }
        }
    }

    private static bool IsPeople(Count count) =>
        count.Basis is not (CountBasis.Unspecified or CountBasis.Absent or CountBasis.Accompanying or CountBasis.Other);

    // Countries, places or bodies; a list of meetings is none.
    private static bool IsParties(StatedList list) =>
        list.Items.Any(i => i.Resource.Length > 0)
        && list.Items.All(i => i.Resource.Length == 0 || i.Resource.StartsWith("countries/", StringComparison.Ordinal)
            || i.Resource.StartsWith("organizations/", StringComparison.Ordinal) || i.Resource.StartsWith("places/", StringComparison.Ordinal));

    private static IEnumerable<(string Path, T Value)> PartsOf<T>(FoundValue found) where T : class, IMessage
    {
        foreach (var field in found.Value.Descriptor.Fields.InFieldNumberOrder().Where(f => f.FieldType == FieldType.Message && !f.IsMap && f.MessageType.ClrType == typeof(T)))
        {
            var value = field.Accessor.GetValue(found.Value);
            if (value is T one)
            {
                yield return (field.Name, one);
            }
            else if (value is IEnumerable<T> many)
            {
                var index = 0;
                foreach (var item in many)
                {
                    yield return (string.Create(CultureInfo.InvariantCulture, $"{field.Name}[{index++}]"), item);
                }
            }
        }
    }

    /// <summary>Items whose key an earlier one has.</summary>
    internal static IEnumerable<(int Index, string Key)> Twice(IEnumerable<string> keys)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return keys.Select((key, index) => (index, key)).Where(item => item.key.Length > 0 && !seen.Add(item.key));
    }
}
