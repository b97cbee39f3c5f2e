using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.ActivitiesService.AccountingPeriods;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>
/// The books an entry falls into. What is read here stays as it is until the entry is stored, and a close waits for that:
/// of a booking and a close at once, either the entry is in the closed books or it is refused.
/// </summary>
internal static class LedgerPeriods
{
    /// <summary>Throws PERIOD_CLOSED when the books are closed. An entry dated into closed books but booked in open ones corrects another.</summary>
    public static async Task CheckAsync(RuleContext<LedgerEntry> context, Neighbors neighbors)
    {
        var entry = context.Resource;
        await RequireOpenAsync(entry, neighbors);
        if (entry.Period.Length > 0 && entry.Corrects.Length == 0 && await ClosedOnAsync(entry, neighbors) is { } closed)
        {
            context.RefuseLive("corrects", "CORRECTION", $"Its date lies in {closed.Name}, which is closed: later only corrections of its entries are booked.");
        }
    }

    /// <summary>Throws PERIOD_CLOSED when the books the entry is in are closed.</summary>
    public static async Task RequireOpenAsync(LedgerEntry entry, Neighbors neighbors)
    {
        if (entry.Period.Length == 0)
        {
            if (await ClosedOnAsync(entry, neighbors) is { } closed)
            {
                throw Errors.PeriodClosed("date", closed.Name);
            }
        }
        else if (await neighbors.FindAsync(AccountingPeriodTable.Type, entry.Period) is { State: AccountingPeriodState.Closed } named)
        {
            throw Errors.PeriodClosed("period", named.Name);
        }
    }

    /// <summary>The one period the entry is certainly in; null when there is none.</summary>
    public static async Task<AccountingPeriod?> OfAsync(LedgerEntry entry, Neighbors neighbors)
    {
        if (entry.Period.Length > 0)
        {
            return await neighbors.FindAsync(AccountingPeriodTable.Type, entry.Period);
        }

        return await TouchingAsync(entry, neighbors) is [var only]
            && DateRules.Earliest(entry.Date) >= DateRules.Earliest(only.Period) && DateRules.Latest(entry.Date) <= DateRules.Latest(only.Period) ? only : null;
    }

    private static async Task<AccountingPeriod?> ClosedOnAsync(LedgerEntry entry, Neighbors neighbors) =>
        (await TouchingAsync(entry, neighbors)).FirstOrDefault(p => p.State == AccountingPeriodState.Closed);

    private static async Task<IReadOnlyList<AccountingPeriod>> TouchingAsync(LedgerEntry entry, Neighbors neighbors) =>
        DateRules.Earliest(entry.Date) is null && DateRules.Latest(entry.Date) is null ? []
            : await neighbors.WhereAsync(
                AccountingPeriodTable.Type,
                sql => sql.Add("valid_from <= ").Add(DateRules.Latest(entry.Date) ?? DateOnly.MaxValue, NpgsqlDbType.Date)
                    .Add(" and valid_to >= ").Add(DateRules.Earliest(entry.Date) ?? DateOnly.MinValue, NpgsqlDbType.Date),
                keep: true);
}
