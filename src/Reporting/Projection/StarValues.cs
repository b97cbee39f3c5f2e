using EGovPlatform.Common.V1;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>Facts that any record may hold, found by walking it: stated totals, numbers, money, warnings. No type is special.</summary>
internal static class StarValues
{
    public static IEnumerable<MartRow> Of(IMessage message)
    {
        foreach (var (path, value) in ValueWalk.Of(message, personal: false).Where(f => !f.Path.StartsWith("record.", StringComparison.Ordinal)).Select(f => (f.Path, f.Value)))
        {
            switch (value)
            {
                case StatedList list:
                    yield return Reconciliation(path, list);
                    break;
                case Count count:
                    yield return Stated(path, count);
                    if (count.Parts.Count > 0)
                    {
                        yield return Reconciliation(path, count);
                    }

                    break;
                case Money money:
                    foreach (var row in StarMoney.Of(message, path, money))
                    {
                        yield return row;
                    }

                    break;
            }
        }

        foreach (var (i, warning) in MessageFields.Record(message).Warnings.Index())
        {
            yield return new("warning", ("item", i), ("rule", warning.Rule), ("field_path", warning.FieldPath), ("message", warning.Message));
        }
    }

    private static MartRow Reconciliation(string path, StatedList list) => Reconciliation(
        path, list.Stated, list.Stated?.Counted ?? "", ItemType(list.Items.Select(i => i.Resource)), list.Exhaustive,
        list.Items.DistinctBy(i => i.Resource.Length > 0 ? i.Resource : i.AsPrinted, StringComparer.Ordinal).Count(), StatedListRules.Reconcile(list));

    private static MartRow Reconciliation(string path, Count count) => Reconciliation(
        path, count, count.Counted, ItemType(count.Parts.Select(p => p.Party)), exhaustive: false, count.Parts.Count, StatedListRules.Reconcile(count));

    private static MartRow Reconciliation(string path, Count? stated, string counted, string itemType, bool exhaustive, int listed, Reconciliation compared) => new("reconciliation",
    [
        ("field_path", path),
        ("counted", counted),
        ("item_type", itemType),
        ("exhaustive", exhaustive),
        ("listed", listed),
        .. Star.Number("stated_", stated),
        ("identified_lower", compared.IdentifiedLower),
        ("identified_upper", compared.HasIdentifiedUpper ? compared.IdentifiedUpper : null),
        ("missing_lower", compared.HasMissingLower ? compared.MissingLower : null),
        ("missing_upper", compared.HasMissingUpper ? compared.MissingUpper : null),
        ("state", MessageFields.ShortEnum(compared, "state")),
        ("text", compared.Text),
    ]);

    private static MartRow Stated(string path, Count count) => new("stated_count",
    [
        ("field_path", path),
        ("counted", count.Counted),
        ("basis", MessageFields.ShortEnum(count, "basis")),
        .. Star.Number("", count),
        ("mixed", count.Mixed),
        ("stated", CountRules.Text(count)),
    ]);

    private static string ItemType(IEnumerable<string> resources) =>
        resources.Where(r => r.Length > 0).Select(r => r.Split('/')[0]).Distinct(StringComparer.Ordinal).ToList() is [var only] ? only : "";
}
