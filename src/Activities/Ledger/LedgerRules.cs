using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>What an entry must be by itself.</summary>
internal static class LedgerRules
{
    public static void Check(RuleContext<LedgerEntry> context)
    {
        var entry = context.Resource;
        CheckMoney(context, entry);
        context.Require("activity", entry.Activity);
        context.RefuseSelf("corrects", entry.Name, entry.Corrects);
        foreach (var (field, party) in new[] { ("payer", entry.Payer), ("receiver", entry.Receiver) })
        {
            if (party is not null)
            {
                context.RequireOne(field, party.Resource, party.AsPrinted);
            }
        }

        if (entry.State is LedgerEntryState.Submitted or LedgerEntryState.Booked && string.IsNullOrEmpty(entry.Date?.Edtf))
        {
            context.RefuseLive("date", "REQUIRED", "What is booked has its date.");
        }

        if (entry.State == LedgerEntryState.Rejected)
        {
            context.RequireReason(entry.Record, "LEDGER_ENTRY_STATE_REJECTED");
        }
    }

    /// <summary>Whether two versions say the same of the money. Sources, visibility, approvals and states are not part of it.</summary>
    public static bool SameSubstance(LedgerEntry one, LedgerEntry other) => Substance(one).Equals(Substance(other));

    private static void CheckMoney(RuleContext<LedgerEntry> context, LedgerEntry entry)
    {
        if (entry.Money is not { } money)
        {
            context.Refuse("money", "REQUIRED", "An entry has a sum; an unknown one says its kind and currency.");
            return;
        }

        if (money.Kind == MoneyKind.Unspecified)
        {
            context.Refuse("money.kind", "REQUIRED", "The kind must be chosen; OTHER and UNKNOWN are kinds.");
        }

        if (entry.Revision && money.Kind != MoneyKind.Approved)
        {
            context.Refuse("revision", "NOT_A_BUDGET", "Only a budget, of kind APPROVED, is revised.");
        }

        if (MoneyRules.Term(money).Printed < 0 && entry.Corrects.Length == 0 && !entry.Revision)
        {
            context.Refuse("money.amount", "NEGATIVE", "An amount is negative only when it corrects another entry or revises a budget.");
        }
    }

    private static LedgerEntry Substance(LedgerEntry entry)
    {
        var copy = entry.Clone();
        (copy.Name, copy.Etag, copy.SubmittedBy) = ("", "", "");
        (copy.CreateTime, copy.UpdateTime, copy.DeleteTime, copy.Record, copy.BookedValue) = (null, null, null, null, null);
        (copy.State, copy.ApprovalsNeeded) = (LedgerEntryState.Unspecified, 0);
        copy.Approvals.Clear();
        return copy;
    }
}
