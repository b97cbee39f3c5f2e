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
    public static bool Any(Draft draft) => draft.Money.Concat(draft.Funders.Select(f => f.Money)).Any(m => AmountOf(m) is not null);

    /// <summary>Fills budgets and transactions.</summary>
    public static void Fill(IatiActivity activity, Draft draft, Period period, ExchangeRecords records, IatiReporter reporter, DateOnly today, List<string> notes)
    {
        var kind = Budgeted.FirstOrDefault(k => draft.Money.Any(m => m.Kind == k && AmountOf(m) is not null), MoneyKind.Unspecified);
        foreach (var money in draft.Money.Where(m => m.Kind == kind && AmountOf(m) is not null))
        {
            AddBudgets(activity, money, period, notes);
        }

        foreach (var money in draft.Money.Where(m => AmountOf(m) is not null))
        {
            var (type, sign) = money.Kind switch
            {
                MoneyKind.Committed => ("2", 1),
                MoneyKind.Disbursed => ("3", 1),
                MoneyKind.Refunded => ("3", -1),
                MoneyKind.Spent => ("4", 1),
                _ => ("", 0),
            };
            AddTransaction(activity, money, type, sign, null, today, notes);
        }

        foreach (var funder in draft.Funders.Where(f => AmountOf(f.Money) is not null))
        {
            AddTransaction(activity, funder.Money, "11", 1, Participants.Organization(funder.Organization, funder.AsPrinted, null, records, reporter, today), today, notes);
        }
    }

    private static void AddBudgets(IatiActivity activity, Money money, Period period, List<string> notes)
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
            Type = "1",
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

        return [.. Enumerable.Range(start.Year, end.Year - start.Year + 1).Select(y => (
            y == start.Year ? start : new DateOnly(y, 1, 1), y == end.Year ? end : new DateOnly(y, 12, 31)))];
    }

    private static void AddTransaction(IatiActivity activity, Money money, string type, int sign, IatiOrganization? provider, DateOnly today, List<string> notes)
    {
        if (type.Length == 0)
        {
            return;
        }

        var day = DateRules.Earliest(money.ValueDate);
        if (day is null || day != DateRules.Latest(money.ValueDate) || day > today)
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

    private static decimal? AmountOf(Money? money) =>
        money is not null && Codelist.Of("Currency").Has(money.CurrencyCode) && !Codelist.Of("Currency").IsWithdrawn(money.CurrencyCode)
        && decimal.TryParse(money.Amount, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? amount : null;

    private static string Text(Money money) => $"{money.Amount} {money.CurrencyCode}";
}
