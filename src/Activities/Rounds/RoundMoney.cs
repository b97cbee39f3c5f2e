using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Rounds;

/// <summary>
/// How much of a round's ceiling is taken. The ceiling is the budget of kind CEILING or, without one, of kind APPROVED,
/// by currency. Amounts nobody knows take nothing: they are shown as unknown, never guessed.
/// </summary>
internal static class RoundMoney
{
    /// <summary>What the amounts add up to by what was printed.</summary>
    public static decimal Least(IEnumerable<Money> money) => money.Sum(m => MoneyRules.Term(m).Printed);

    /// <summary>The most the amounts can add up to; null when one is unknown.</summary>
    public static decimal? Most(IEnumerable<Money> money)
    {
        decimal most = 0;
        foreach (var term in money.Select(MoneyRules.Term))
        {
            if (term.Unknown > 0)
            {
                return null;
            }

            most += Math.Max(term.Printed, term.Upper);
        }

        return most;
    }

    /// <summary>The projects' approved money against the ceiling. Cancelled projects take nothing.</summary>
    public static void CheckProjects<T>(RuleContext<T> context, Round round, IEnumerable<Project> projects) where T : class, Google.Protobuf.IMessage<T> =>
        Check(context, round, "projects", projects.Where(p => p.State != ProjectState.Cancelled).SelectMany(p => p.Budget).Where(m => m.Kind == MoneyKind.Approved), "budget");

    /// <summary>The money granted by decisions against the ceiling. What is not selected, or fell out again, takes nothing.</summary>
    public static void CheckDecisions<T>(RuleContext<T> context, Round round, IEnumerable<Decision> decisions, string field) where T : class, Google.Protobuf.IMessage<T> =>
        Check(context, round, "decisions", decisions.Where(Takes).Select(d => d.Granted).OfType<Money>(), field);

    /// <summary>Whether what a decision grants is taken from the round.</summary>
    public static bool Takes(Decision decision) => decision.Outcome is DecisionOutcome.Selected or DecisionOutcome.Other or DecisionOutcome.Unspecified;

    /// <summary>Parts of a budget against the whole, each kind and currency by itself. Where the whole has none of a kind nothing is compared.</summary>
    public static void CheckParts<T>(RuleContext<T> context, string field, string rule, IEnumerable<Money> parts, IEnumerable<Money> whole) where T : class, Google.Protobuf.IMessage<T>
    {
        foreach (var set in parts.GroupBy(m => (m.Kind, m.CurrencyCode)))
        {
            var all = whole.Where(m => (m.Kind, m.CurrencyCode) == set.Key).ToList();
            var (sum, limit) = (Least(set), Most(all));
            if (all.Count > 0 && sum > limit)
            {
                context.RefuseLive(field, rule, $"The parts add up to {Amounts.Format(sum)} {set.Key.CurrencyCode}, the whole is {Amounts.Format(limit.Value)}.");
            }
        }
    }

    private static void Check<T>(RuleContext<T> context, Round round, string what, IEnumerable<Money> taken, string field) where T : class, Google.Protobuf.IMessage<T>
    {
        foreach (var set in taken.GroupBy(m => m.CurrencyCode))
        {
            var sum = Least(set);
            if (Ceiling(round, set.Key) is { } ceiling && sum > ceiling)
            {
                var limit = $"{Amounts.Format(ceiling)} {set.Key}, the ceiling of {round.Name}";
                context.RefuseOver(field, limit, $"The {what} of {round.Name} add up to {Amounts.Format(sum)} {set.Key}; its ceiling is {Amounts.Format(ceiling)}.");
            }
        }
    }

    /// <summary>The most the round may give in a currency; null when nobody has said.</summary>
    public static decimal? Ceiling(Round round, string currency)
    {
        var kind = round.Budget.Any(m => m.Kind == MoneyKind.Ceiling) ? MoneyKind.Ceiling : MoneyKind.Approved;
        var limits = round.Budget.Where(m => m.Kind == kind && m.CurrencyCode == currency).ToList();
        return limits.Count == 0 ? null : Most(limits);
    }
}
