using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>Adds up entries by component, kind and currency, and sets the sums beside one another.</summary>
internal sealed class BalanceSums
{
    private readonly SortedDictionary<Key, Tally> tallies = [];

    public void Add(string component, bool revision, Money money)
    {
        var key = new Key(component, money.CurrencyCode, money.Kind, money.KindAsPrinted, revision);
        tallies[key] = tallies.GetValueOrDefault(key, Tally.Empty) + MoneyRules.Term(money);
    }

    public IEnumerable<BalanceLine> Lines() => tallies.Select(t => new BalanceLine
    {
        Component = t.Key.Component,
        Revision = t.Key.Revision,
        Sum = MoneyRules.ToSum(t.Value, t.Key.Currency, t.Key.Kind, t.Key.KindAsPrinted),
    });

    /// <summary>The whole in each currency, then each component.</summary>
    /// <param name="recorded">Budgets on the record, used where the ledger has none.</param>
    public IEnumerable<BalanceComparison> Comparisons(IReadOnlyList<(string Component, Money Budget)> recorded)
    {
        var keys = tallies.Keys.Select(k => (k.Component, k.Currency)).Concat(recorded.Select(r => (r.Component, Currency: r.Budget.CurrencyCode)));
        return keys.SelectMany(k => new[] { ("", k.Currency), k }).Distinct()
            .OrderBy(k => k.Item1.Length > 0).ThenBy(k => k.Item2, StringComparer.Ordinal).ThenBy(k => k.Item1, StringComparer.Ordinal)
            .Select(k => Compare(k.Item1, k.Item2, [.. recorded.Where(r => r.Component == k.Item1 && r.Budget.CurrencyCode == k.Item2).Select(r => r.Budget)]));
    }

    private BalanceComparison Compare(string component, string currency, IReadOnlyList<Money> recorded)
    {
        var original = Of(component, currency, MoneyKind.Approved, revision: false);
        var revised = original + Of(component, currency, MoneyKind.Approved, revision: true);
        var onRecord = revised.Terms == 0 && recorded.Count > 0;
        if (onRecord)
        {
            original = revised = recorded.Select(MoneyRules.Term).Aggregate((a, b) => a + b);
        }

        var (committed, released) = (Of(component, currency, MoneyKind.Committed), Of(component, currency, MoneyKind.Released));
        var (disbursed, refunded) = (Of(component, currency, MoneyKind.Disbursed), Of(component, currency, MoneyKind.Refunded));
        var spent = Of(component, currency, MoneyKind.Spent);
        return new BalanceComparison
        {
            Component = component,
            CurrencyCode = currency,
            OriginalBudget = Sum(original, MoneyKind.Approved),
            RevisedBudget = Sum(revised, MoneyKind.Approved),
            BudgetOnRecord = onRecord,
            Committed = Sum(committed, MoneyKind.Committed),
            Released = Sum(released, MoneyKind.Released),
            Disbursed = Sum(disbursed, MoneyKind.Disbursed),
            Refunded = Sum(refunded, MoneyKind.Refunded),
            Spent = Sum(spent, MoneyKind.Spent),
            WrittenOff = Sum(Of(component, currency, MoneyKind.WrittenOff), MoneyKind.WrittenOff),
            InKind = Sum(Of(component, currency, MoneyKind.InKind), MoneyKind.InKind),
            IncomingCommitted = Sum(Of(component, currency, MoneyKind.IncomingCommitted), MoneyKind.IncomingCommitted),
            Incoming = Sum(Of(component, currency, MoneyKind.Incoming), MoneyKind.Incoming),
            Uncommitted = Left((revised, 1), (committed, -1), (released, 1)),
            Undisbursed = Left((committed, 1), (released, -1), (disbursed, -1), (refunded, 1)),
            Unspent = Left((disbursed, 1), (refunded, -1), (spent, -1)),
        };

        MoneySum? Sum(Tally tally, MoneyKind kind) => tally.Terms == 0 ? null : MoneyRules.ToSum(tally, currency, kind);
    }

    // A remainder of what is not exactly known would look exact. The first sum must be there: of nothing nothing is left.
    private static string Left(params (Tally Tally, int Sign)[] terms) =>
        terms[0].Tally.Terms > 0 && terms.All(t => t.Tally is { Unknown: 0, Qualifier: Qualifier.Exact })
            ? Amounts.Format(terms.Sum(t => t.Sign * t.Tally.Value)) : "";

    private Tally Of(string component, string currency, MoneyKind kind, bool? revision = null) => tallies
        .Where(t => (component.Length == 0 || t.Key.Component == component) && t.Key.Currency == currency && t.Key.Kind == kind && (revision is null || t.Key.Revision == revision))
        .Aggregate(Tally.Empty, (sum, t) => sum + t.Value);

    private readonly record struct Key(string Component, string Currency, MoneyKind Kind, string KindAsPrinted, bool Revision) : IComparable<Key>
    {
        public int CompareTo(Key other)
        {
            int[] order =
            [
                string.CompareOrdinal(Component, other.Component), string.CompareOrdinal(Currency, other.Currency), Kind.CompareTo(other.Kind),
                string.CompareOrdinal(KindAsPrinted, other.KindAsPrinted), Revision.CompareTo(other.Revision),
            ];
            return Array.Find(order, o => o != 0);
        }
    }
}
