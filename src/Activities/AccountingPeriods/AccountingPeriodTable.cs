using EGovPlatform.Access;
using EGovPlatform.Activities.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.AccountingPeriods;

/// <summary>What lists of accounting periods filter and sort by, and what one must be.</summary>
public static class AccountingPeriodTable
{
    public static readonly ResourceType<AccountingPeriod> Type = new ResourceType<AccountingPeriod>("accounting_periods")
        .StateMachine<AccountingPeriodState>(s => s
            .Start(AccountingPeriodState.Open)
            .Move(AccountingPeriodState.Closed, "closed", AccountingPeriodState.Open))
        .Valid(p => p.Period)
        .Search(p => [p.Label])
        .Text("currency", p => p.CurrencyCode)
        .Rule(Check)
        .Guard(CheckOverlapAsync)
        .GuardDeletion((context, _) => RefuseClosed(context, AccountingPeriodState.Closed));

    private static void Check(RuleContext<AccountingPeriod> context)
    {
        var period = context.Resource;
        if (DateRules.Earliest(period.Period) is null || DateRules.Latest(period.Period) is null)
        {
            context.Refuse("period", "CLOSED_INTERVAL", "A period has a first and a last day, such as 2017-07-01/2017-12-31 or 2017.");
        }

        if (period.CurrencyCode.Length > 0 && Currencies.Digits(period.CurrencyCode) is null)
        {
            context.Refuse("currency_code", "CURRENCY_CODE", "A code of ISO 4217, such as KRW.");
        }
    }

    private static async Task CheckOverlapAsync(RuleContext<AccountingPeriod> context, Neighbors neighbors)
    {
        var period = context.Resource;
        if (context.Current is { } before && (before.Period?.Edtf != period.Period?.Edtf || before.CurrencyCode != period.CurrencyCode))
        {
            await RefuseClosed(context, before.State);
        }

        if (DateRules.Earliest(period.Period) is not { } first || DateRules.Latest(period.Period) is not { } last)
        {
            return;
        }

        // Of two created at once the database refuses one, which then sees the other here.
        var others = await neighbors.WhereAsync(Type, sql => sql
            .Add("name <> ").Add(period.Name, NpgsqlDbType.Text)
            .Add(" and valid_from <= ").Add(last, NpgsqlDbType.Date).Add(" and valid_to >= ").Add(first, NpgsqlDbType.Date));
        if (others.Count > 0)
        {
            context.Refuse("period", "OVERLAP", $"{others[0].Name} has days of it.");
        }
    }

    private static Task RefuseClosed(RuleContext<AccountingPeriod> context, AccountingPeriodState state) =>
        state == AccountingPeriodState.Closed && context.Resource.State == AccountingPeriodState.Closed ? throw Errors.PeriodClosed("period", context.Resource.Name) : Task.CompletedTask;
}
