using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.ActivitiesService.Ledger;

/// <summary>What lists of ledger entries filter and sort by.</summary>
public static class LedgerEntryTable
{
    public static readonly ResourceType<LedgerEntry> Type = new ResourceType<LedgerEntry>("ledger_entries")
        .Act("approved")
        .StateMachine<LedgerEntryState>(s => s
            .Start(LedgerEntryState.Draft)
            .Move(LedgerEntryState.Submitted, "submitted", LedgerEntryState.Draft, LedgerEntryState.Rejected)
            .Move(LedgerEntryState.Booked, "booked", LedgerEntryState.Submitted)
            .Move(LedgerEntryState.Rejected, "rejected", LedgerEntryState.Submitted))
        .Valid(e => e.Date)
        .Search(e => [e.Text, e.PaysFor, e.Money?.AsPrinted ?? "", e.Payer?.AsPrinted ?? "", e.Receiver?.AsPrinted ?? ""])
        .Text("kind", e => Kind(e.Money?.Kind ?? MoneyKind.Unspecified))
        .Text("currency", e => e.Money?.CurrencyCode)
        .Column("amount", ColumnKind.Decimal, e => Amount(e.Money))
        .Text("activity", e => e.Activity)
        .Text("component", e => e.Component)
        .Text("period", e => e.Period)
        .Text("corrects", e => e.Corrects)
        .Text("part_of", e => e.Money?.PartOf)
        .Column("revision", ColumnKind.Flag, e => e.Revision)
        .Text("payer", e => e.Payer?.Resource)
        .Text("receiver", e => e.Receiver?.Resource)
        .Text("channel", e => e.Channel)
        .Text("contract", e => e.Contract)
        .Rule(LedgerRules.Check)
        .Guard(LedgerGuard.CheckAsync)
        .GuardDeletion(LedgerGuard.CheckDeletionAsync);

    /// <summary>A kind as the column has it: <c>COMMITTED</c>.</summary>
    internal static string Kind(MoneyKind kind) => EnumNames.Short(Money.Descriptor.FindFieldByName("kind").EnumType, kind);

    /// <summary>The amount as printed, of a range the lower one; null when unknown.</summary>
    internal static object? Amount(Money? money) => money is not null && MoneyRules.Term(money) is { Unknown: 0 } term ? term.Printed : null;
}
