using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.Projects;
using EGovPlatform.ActivitiesService.Rounds;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>
/// Commitments that were not released stay within the approved budget: of the component, of the activity, and of the round
/// within its ceiling. The budget is what the ledger has booked as APPROVED, or else the one on the record. Where nobody has said
/// one there is no limit, only a warning.
/// </summary>
internal static class LedgerCeilings
{
    public static async Task CheckAsync(RuleContext<LedgerEntry> context, ActivityBudget budget, Neighbors neighbors)
    {
        var entry = context.Resource;
        var amount = MoneyRules.Term(entry.Money).Printed;
        var (commits, grants) = entry.Money.Kind switch
        {
            MoneyKind.Committed => (amount, 0m),
            MoneyKind.Released => (-amount, 0m),
            MoneyKind.Approved => (0m, amount),
            _ => (0m, 0m),
        };
        if (commits > 0 || grants != 0)
        {
            if (budget.Project is not null || budget.Program is not null)
            {
                await CheckBudgetAsync(context, budget, "", commits, grants, neighbors);
                if (entry.Component.Length > 0)
                {
                    await CheckBudgetAsync(context, budget, entry.Component, commits, grants, neighbors);
                }
            }

            if (budget.Round is { } round && RoundMoney.Ceiling(round, entry.Money.CurrencyCode) is { } ceiling)
            {
                await CheckRoundAsync(context, round, ceiling, commits, grants, neighbors);
            }
        }
    }

    private static async Task CheckBudgetAsync(RuleContext<LedgerEntry> context, ActivityBudget budget, string component, decimal commits, decimal grants, Neighbors neighbors)
    {
        var entry = context.Resource;
        var booked = await SumAsync(entry, [entry.Activity], component, "APPROVED", neighbors);
        if (grants > 0 && booked.Terms > 0)
        {
            return;
        }

        decimal? limit;
        if (booked.Terms > 0 || grants != 0)
        {
            limit = booked.Unknown > 0 ? null : booked.Sum + grants;
        }
        else
        {
            var onRecord = budget.OnRecord(component).Where(m => m.CurrencyCode == entry.Money.CurrencyCode).ToList();
            limit = onRecord.Count == 0 ? null : RoundMoney.Most(onRecord);
        }

        if (limit is not { } most)
        {
            if (component.Length == 0)
            {
                context.Warn("activity", "BUDGET_UNKNOWN", $"No approved budget of {entry.Activity} in {entry.Money.CurrencyCode} is known.");
            }

            return;
        }

        var taken = await CommittedAsync(entry, [entry.Activity], component, neighbors) + commits;
        if (taken > most)
        {
            Refuse(context, component.Length > 0 ? $"component '{component}' of {entry.Activity}" : entry.Activity, most, taken);
        }
    }

    private static async Task CheckRoundAsync(RuleContext<LedgerEntry> context, Round round, decimal ceiling, decimal commits, decimal grants, Neighbors neighbors)
    {
        var entry = context.Resource;
        string[] projects = [.. (await neighbors.ListAsync(ProjectTable.Type, "round", round.Name)).Select(p => p.Name)];
        if (commits > 0 && await CommittedAsync(entry, [round.Name, .. projects], "", neighbors) + commits is var taken && taken > ceiling)
        {
            Refuse(context, round.Name, ceiling, taken);
        }

        if (grants > 0 && entry.Activity != round.Name && (await SumAsync(entry, projects, "", "APPROVED", neighbors)).Sum + grants is var given && given > ceiling)
        {
            Refuse(context, round.Name, ceiling, given);
        }
    }

    private static async Task<decimal> CommittedAsync(LedgerEntry entry, string[] activities, string component, Neighbors neighbors) =>
        (await SumAsync(entry, activities, component, "COMMITTED", neighbors)).Sum - (await SumAsync(entry, activities, component, "RELEASED", neighbors)).Sum;

    private static Task<ColumnSum> SumAsync(LedgerEntry entry, string[] activities, string component, string kind, Neighbors neighbors) =>
        neighbors.SumAsync(LedgerEntryTable.Type, "amount", sql =>
        {
            BookedEntries.Where(sql, activities);
            sql.Add(" and name <> ").Add(entry.Name, NpgsqlDbType.Text)
                .Add(" and kind = ").Add(kind, NpgsqlDbType.Text)
                .Add(" and currency = ").Add(entry.Money.CurrencyCode, NpgsqlDbType.Text);
            if (component.Length > 0)
            {
                sql.Add(" and component = ").Add(component, NpgsqlDbType.Text);
            }
        });

    private static void Refuse(RuleContext<LedgerEntry> context, string whose, decimal limit, decimal taken)
    {
        var currency = context.Resource.Money.CurrencyCode;
        context.RefuseOver("money.amount", $"{Amounts.Format(limit)} {currency}, the approved budget of {whose}", $"{Amounts.Format(taken)} {currency} are taken of {whose}; its approved budget is {Amounts.Format(limit)}.");
    }
}
