using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>The budget on a project's record does not fall below what the ledger has committed, unless the ledger has a budget of its own.</summary>
internal static class RecordedBudget
{
    /// <summary>Expects the project's row to be locked, as its own write does.</summary>
    public static async Task CheckAsync(RuleContext<Project> context, Neighbors neighbors)
    {
        var project = context.Resource;
        if (context.Current is not { } before || (before.Budget.Equals(project.Budget) && before.Components.Equals(project.Components)))
        {
            return;
        }

        await CheckAsync(context, "budget", "", project.Budget, neighbors);
        foreach (var component in project.Components)
        {
            await CheckAsync(context, "components", component.Key, component.Budget, neighbors);
        }
    }

    private static async Task CheckAsync(RuleContext<Project> context, string field, string component, IEnumerable<Money> budget, Neighbors neighbors)
    {
        foreach (var set in budget.Where(m => m.Kind == MoneyKind.Approved).GroupBy(m => m.CurrencyCode))
        {
            if (RoundMoney.Most(set) is not { } limit || (await SumAsync(context, component, set.Key, "APPROVED", neighbors)).Terms > 0)
            {
                continue;
            }

            var taken = (await SumAsync(context, component, set.Key, "COMMITTED", neighbors)).Sum - (await SumAsync(context, component, set.Key, "RELEASED", neighbors)).Sum;
            if (taken > limit)
            {
                context.RefuseOver(field, $"what is left: {Amounts.Format(taken)} {set.Key} are committed", $"{Amounts.Format(taken)} {set.Key} are committed; the approved budget is {Amounts.Format(limit)}.");
            }
        }
    }

    private static Task<ColumnSum> SumAsync(RuleContext<Project> context, string component, string currency, string kind, Neighbors neighbors) =>
        neighbors.SumAsync(LedgerEntryTable.Type, "amount", sql =>
        {
            BookedEntries.Where(sql, [context.Resource.Name]);
            sql.Add(" and kind = ").Add(kind, NpgsqlDbType.Text).Add(" and currency = ").Add(currency, NpgsqlDbType.Text);
            if (component.Length > 0)
            {
                sql.Add(" and component = ").Add(component, NpgsqlDbType.Text);
            }
        });
}
