using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>What the ledger booked for an activity, as transactions and budgets. Where it has a kind of money, the sums on the record are not used.</summary>
internal sealed class LedgerAmounts(IReadOnlyList<LedgerEntry> entries)
{
    private static readonly MoneyKind[][] Groups =
    [
        [MoneyKind.Approved],
        [MoneyKind.Committed, MoneyKind.Released],
        [MoneyKind.Disbursed, MoneyKind.Refunded, MoneyKind.Spent],
        [MoneyKind.Incoming, MoneyKind.IncomingCommitted],
    ];

    /// <summary>The entries.</summary>
    public IReadOnlyList<LedgerEntry> Entries => entries;

    /// <summary>Whether the ledger tells of money of this kind, so that the record need not.</summary>
    public bool Covers(MoneyKind kind) => Array.Find(Groups, g => g.Contains(kind)) is { } group && entries.Any(e => group.Contains(e.Money.Kind) && Amounts.AmountOf(e.Money) is not null);

    /// <summary>Whether there is anything to publish.</summary>
    public bool Any() => Groups.Any(g => Covers(g[0]));

    /// <summary>The approved budget by currency: as first approved, and with its revisions where there are any.</summary>
    public IEnumerable<(Money Sum, string Type)> Budgets()
    {
        foreach (var currency in entries.Where(e => e.Money.Kind == MoneyKind.Approved && Amounts.AmountOf(e.Money) is not null).GroupBy(e => e.Money.CurrencyCode, StringComparer.Ordinal))
        {
            var original = currency.Where(e => !e.Revision).ToList();
            if (original.Count > 0)
            {
                yield return (Sum(original), "1");
            }

            if (original.Count < currency.Count())
            {
                yield return (Sum([.. currency]), "2");
            }
        }
    }

    /// <summary>TransactionType and sign of a kind of money; empty for kinds that are no transaction.</summary>
    public static (string Type, int Sign) TransactionOf(MoneyKind kind) => kind switch
    {
        MoneyKind.Incoming => ("1", 1),
        MoneyKind.Committed => ("2", 1),
        MoneyKind.Released => ("2", -1),
        MoneyKind.Disbursed => ("3", 1),
        MoneyKind.Refunded => ("3", -1),
        MoneyKind.Spent => ("4", 1),
        MoneyKind.IncomingCommitted => ("11", 1),
        _ => ("", 0),
    };

    /// <summary>Whether whoever was paid used the money: it is in the payment already, and would be counted twice.</summary>
    public bool IsInPayment(LedgerEntry entry) => entry.Money.Kind == MoneyKind.Spent && Who(entry.Payer) is { Length: > 0 } payer
        && entries.Any(e => e.Money.Kind == MoneyKind.Disbursed && Who(e.Receiver) == payer);

    /// <summary>Adds the transactions. Only organizations on record are named: printed words may name a person.</summary>
    public void Fill(IatiActivity activity, ExchangeRecords records, IatiReporter reporter, DateOnly today, List<string> notes)
    {
        foreach (var entry in entries)
        {
            var (type, sign) = TransactionOf(entry.Money.Kind);
            if (type.Length == 0 || IsInPayment(entry))
            {
                continue;
            }

            if (Amounts.AmountOf(entry.Money) is not { } amount)
            {
                notes.Add("A booked transaction is left out; its amount is not known.");
                continue;
            }

            if (Amounts.DayOf(entry.Date, today) is not { } day)
            {
                notes.Add($"A booked transaction of {Amounts.Text(entry.Money)} is left out; its day is not known or still to come.");
                continue;
            }

            if (entry.Money.Qualifier is not (Qualifier.Exact or Qualifier.Unspecified))
            {
                notes.Add($"A transaction is stated as {entry.Money.Qualifier.ToString().ToLowerInvariant()} {Amounts.Text(entry.Money)}.");
            }

            // What comes back goes from whoever was paid to whoever paid; the negative payment keeps the direction of the payment.
            var (payer, receiver) = entry.Money.Kind == MoneyKind.Refunded ? (entry.Receiver, entry.Payer) : (entry.Payer, entry.Receiver);
            activity.Transactions.Add(new()
            {
                Reference = entry.Name["ledgerEntries/".Length..],
                Type = new() { Code = type },
                Date = DatePoint.Of(day),
                Value = new() { Amount = sign * amount, Currency = entry.Money.CurrencyCode, ValueDate = Amounts.DayOf(entry.Money.ValueDate, today) ?? day },
                Provider = Participants.Organization(Known(payer), "", null, records, reporter, today),
                Receiver = Participants.Organization(Known(receiver), "", null, records, reporter, today),
            });
        }
    }

    private static string Known(Party? party) => party?.Resource ?? "";

    private static string Who(Party? party) => party is null ? "" : party.Resource.Length > 0 ? party.Resource : party.AsPrinted;

    private static Money Sum(IReadOnlyList<LedgerEntry> of) => new()
    {
        Kind = MoneyKind.Approved,
        Amount = Values.Amounts.Format(of.Sum(e => Amounts.AmountOf(e.Money)!.Value)),
        CurrencyCode = of[0].Money.CurrencyCode,
        Qualifier = of.All(e => e.Money.Qualifier is Qualifier.Exact or Qualifier.Unspecified) ? Qualifier.Exact : Qualifier.About,
    };
}
