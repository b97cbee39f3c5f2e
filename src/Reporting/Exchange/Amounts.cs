using System.Globalization;
using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Budgets and transactions. What has no day is left out, and the notes say so: no day is made up for money.</summary>
internal static class Amounts
{
    // The best known kind is the budget; kinds are never added.
    private static readonly MoneyKind[] Budgeted = [MoneyKind.Approved, MoneyKind.Committed, MoneyKind.Planned, MoneyKind.Ceiling, MoneyKind.Estimate];

    /// <summary>Whether the record has any amount to publish.</summary>
    public static bool Any(Draft draft, ExchangeRecords records) => records.LedgerOf(draft.Name).Any() || draft.Money.Concat(draft.Funders.Select(f => f.Money)).Any(m => AmountOf(m) is not null);

    /// <summary>Fills budgets and transactions.</summary>
    public static void Fill(IatiActivity activity, Draft draft, Period period, ExchangeRecords records, IatiReporter reporter, DateOnly today, List<string> notes)
    {
        var ledger = records.LedgerOf(draft.Name);
        foreach (var (sum, type) in ledger.Budgets())
        {
            AddBudgets(activity, sum, type, period, notes);
        }

        var kind = Budgeted.FirstOrDefault(k => draft.Money.Any(m => m.Kind == k && AmountOf(m) is not null), MoneyKind.Unspecified);
        foreach (var money in draft.Money.Where(m => !ledger.Covers(MoneyKind.Approved) && m.Kind == kind && AmountOf(m) is not null))
        {
            AddBudgets(activity, money, "1", period, notes);
        }

        ledger.Fill(activity, records, reporter, today, notes);
        foreach (var money in draft.Money.Where(m => !ledger.Covers(m.Kind) && AmountOf(m) is not null))
        {
            var (type, sign) = money.Kind is MoneyKind.Committed or MoneyKind.Disbursed or MoneyKind.Refunded or MoneyKind.Spent ? LedgerAmounts.TransactionOf(money.Kind) : ("", 0);
            AddTransaction(activity, money, type, sign, null, today, notes);
        }

        foreach (var funder in draft.Funders.Where(f => !ledger.Covers(MoneyKind.IncomingCommitted) && AmountOf(f.Money) is not null))
        {
            AddTransaction(activity, funder.Money, "11", 1, Participants.Organization(funder.Organization, funder.AsPrinted, null, records, reporter, today), today, notes);
        }
    }

    private static void AddBudgets(IatiActivity activity, Money money, string type, Period period, List<string> notes)
    {
        // A budget with dates of its own has those.
        var own = Period.Of(money.ValueDate);
        if ((own ?? period) is not { End: { } end, Start: var start } || (own is null && period.Note.StartsWith("Assumed", StringComparison.Ordinal)))
        {
            notes.Add($"A budget of {Text(money)} is left out; its period is not known.");
            return;
        }

        var parts = Years(start, end);
        var amounts = Percentages.Split(AmountOf(money)!.Value, [.. parts.Select(p => p.End.DayNumber - p.Start.DayNumber + 1)]);
        if (parts.Count > 1)
        {
            notes.Add($"The budget of {Text(money)} is split over {parts.Count} years by days; how it splits is not stated.");
        }

        if (money.Qualifier is not (Qualifier.Exact or Qualifier.Unspecified))
        {
            notes.Add($"The budget is stated as {money.Qualifier.ToString().ToLowerInvariant()} {Text(money)}.");
        }

        activity.Budgets.AddRange(parts.Select((part, i) => new Budget
        {
            Type = type,
            Status = money.Kind is MoneyKind.Approved or MoneyKind.Committed ? "2" : "1",
            Start = DatePoint.Of(part.Start),
            End = DatePoint.Of(part.End),
            Value = new() { Amount = amounts[i], Currency = money.CurrencyCode, ValueDate = part.Start },
        }));
    }

    // A period of at most a year stays whole; a longer one is cut at the ends of years.
    private static List<(DateOnly Start, DateOnly End)> Years(DateOnly start, DateOnly end)
    {
        if (end < start.AddYears(1))
        {
            return [(start, end)];
        }

        return CalendarYears(start, end);
    }

    /// <summary>A period cut at the ends of years.</summary>
    public static List<(DateOnly Start, DateOnly End)> CalendarYears(DateOnly start, DateOnly end) =>
    [
        .. Enumerable.Range(start.Year, end.Year - start.Year + 1).Select(y => (
            y == start.Year ? start : new DateOnly(y, 1, 1), y == end.Year ? end : new DateOnly(y, 12, 31))),
    ];

    private static void AddTransaction(IatiActivity activity, Money money, string type, int sign, IatiOrganization? provider, DateOnly today, List<string> notes)
    {
        if (type.Length == 0)
        {
            return;
        }

        var day = DayOf(money.ValueDate, today);
        if (day is null)
        {
            notes.Add($"A transaction of {Text(money)} is left out; its day is not known or still to come.");
            return;
        }

        activity.Transactions.Add(new()
        {
            Type = new() { Code = type },
            Date = DatePoint.Of(day.Value),
            Value = new() { Amount = sign * AmountOf(money)!.Value, Currency = money.CurrencyCode, ValueDate = day },
            Provider = provider,
        });
    }

    /// <summary>The day of a transaction; null when it is not known to the day, or still to come.</summary>
    public static DateOnly? DayOf(DateValue? date, DateOnly today) =>
        DateRules.Earliest(date) is { } day && day == DateRules.Latest(date) && day <= today ? day : null;

    /// <summary>The amount; null when there is none, or its currency is on no list.</summary>
    public static decimal? AmountOf(Money? money) =>
        money is not null && Codelist.Of("Currency").Has(money.CurrencyCode) && !Codelist.Of("Currency").IsWithdrawn(money.CurrencyCode)
        && decimal.TryParse(money.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    /// <summary>The sum in words.</summary>
    public static string Text(Money money) => $"{money.Amount} {money.CurrencyCode}";
}
