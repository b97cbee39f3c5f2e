using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>An entry among the others: open books, budgets that hold, what it corrects and is part of.</summary>
internal static class LedgerGuard
{
    public static async Task CheckAsync(RuleContext<LedgerEntry> context, Neighbors neighbors)
    {
        var entry = context.Resource;
        if (entry.Money is null)
        {
            return;
        }

        var before = context.Current is { DeleteTime: null } live ? live : null;
        var same = before is not null && LedgerRules.SameSubstance(before, entry);
        var budget = await ActivityBudget.OfAsync(entry, hold: !same || before?.State != entry.State, neighbors);
        if (entry.Component.Length > 0 && budget?.Project?.Components.Any(c => c.Key == entry.Component) != true)
        {
            context.RefuseLive("component", "UNKNOWN_KEY", $"'{entry.Component}' is not the key of a component of {entry.Activity}.");
        }

        if (before?.State == LedgerEntryState.Booked && !same)
        {
            await LedgerPeriods.RequireOpenAsync(before, neighbors);
        }

        if (entry.State is not (LedgerEntryState.Submitted or LedgerEntryState.Booked) || (same && before!.State == entry.State))
        {
            return;
        }

        await LedgerPeriods.CheckAsync(context, neighbors);
        await CheckCorrectedAsync(context, neighbors);
        await CheckWholeAsync(context, neighbors);
        if (budget is not null)
        {
            await LedgerCeilings.CheckAsync(context, budget, neighbors);
        }
    }

    public static async Task CheckDeletionAsync(RuleContext<LedgerEntry> context, Neighbors neighbors)
    {
        if (context.Current is not { State: LedgerEntryState.Booked } booked)
        {
            return;
        }

        await LedgerPeriods.RequireOpenAsync(booked, neighbors);
    }

    private static async Task CheckCorrectedAsync(RuleContext<LedgerEntry> context, Neighbors neighbors)
    {
        var entry = context.Resource;
        if (await neighbors.FindAsync(LedgerEntryTable.Type, entry.Corrects) is not { } wrong)
        {
            return;
        }

        if (wrong.State != LedgerEntryState.Booked)
        {
            context.RefuseLive("corrects", "NOT_BOOKED", $"{wrong.Name} is not booked; edit it.");
        }

        if (wrong.Money?.Kind != entry.Money.Kind || wrong.Money.CurrencyCode != entry.Money.CurrencyCode)
        {
            context.RefuseLive("corrects", "OTHER_KIND", $"{wrong.Name} is of another kind or currency.");
        }
    }

    private static async Task CheckWholeAsync(RuleContext<LedgerEntry> context, Neighbors neighbors)
    {
        var (entry, field) = (context.Resource, "money.part_of");
        context.RefuseSelf(field, entry.Name, entry.Money.PartOf);
        if (!LedgerEntryTable.Type.Pattern.Matches(entry.Money.PartOf))
        {
            return;
        }

        // Held, so that of parts booked at once each sees the others.
        if (await neighbors.HoldAsync(LedgerEntryTable.Type, entry.Money.PartOf) is not { Money: { } whole })
        {
            context.RefuseLive(field, "REFERENCE_NOT_FOUND", $"There is no '{entry.Money.PartOf}'.");
            return;
        }

        if (whole.Kind != entry.Money.Kind || whole.CurrencyCode != entry.Money.CurrencyCode)
        {
            context.RefuseLive(field, "OTHER_KIND", "A part has the kind and the currency of its whole.");
            return;
        }

        var others = await neighbors.SumAsync(LedgerEntryTable.Type, "amount", sql => sql
            .Add("state = 'BOOKED' and part_of = ").Add(entry.Money.PartOf, NpgsqlDbType.Text).Add(" and name <> ").Add(entry.Name, NpgsqlDbType.Text));
        if (MoneyRules.Term(whole) is { Bounded: true } limit && others.Sum + MoneyRules.Term(entry.Money).Printed > limit.Upper)
        {
            context.RefuseLive(field, "PARTS_EXCEED_WHOLE", $"With the other parts it is more than {MoneyRules.Text(whole)}.");
        }
    }
}
