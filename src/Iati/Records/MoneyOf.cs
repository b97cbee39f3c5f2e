using EGovPlatform.Common.V1;
using EGovPlatform.Iati.Codelists;
using EGovPlatform.Iati.Model;
using EGovPlatform.Values;

namespace EGovPlatform.Iati.Records;

/// <summary>Budgets and transactions as sums, each kind by itself. They are what others say of the project, not entries of our books.</summary>
internal static class MoneyOf
{
    // Places between which an amount is taken for the same: more than the currency has, files give by accident of arithmetic.
    private const int MostDigits = 6;

    public static IEnumerable<Money> Activity(IatiActivity activity) =>
        activity.Budgets.Select(b => Of(b, activity)).Concat(activity.Transactions.Select(t => Of(t, activity))).OfType<Money>();

    private static Money? Of(Budget budget, IatiActivity activity)
    {
        // A revised budget takes the place of the original one, so that the two are never added.
        var (kind, printed) = budget.Type == "2" ? (MoneyKind.Other, "revised budget") : budget.Status == "2" ? (MoneyKind.Approved, "") : (MoneyKind.Planned, "");
        return Of(budget.Value, kind, printed, DaysOf.Span(budget.Start?.Date, budget.End?.Date), activity);
    }

    private static Money? Of(Transaction transaction, IatiActivity activity)
    {
        var code = transaction.Type?.Code ?? "";
        var (kind, printed) = code switch
        {
            "1" => (MoneyKind.Incoming, ""),
            "2" => (MoneyKind.Committed, ""),
            "3" => (MoneyKind.Disbursed, ""),
            "4" => (MoneyKind.Spent, ""),
            "11" => (MoneyKind.IncomingCommitted, ""),
            _ => (MoneyKind.Other, Codelist.Of("TransactionType").NameOf(code) ?? $"transaction type {code}"),
        };
        return Of(transaction.Value, kind, printed, DaysOf.Day(transaction.Date?.Date), activity);
    }

    private static Money? Of(MoneyValue? value, MoneyKind kind, string printed, DateValue? day, IatiActivity activity)
    {
        if (value?.Amount is not { } amount)
        {
            return null;
        }

        var currency = value.Currency ?? activity.Currency ?? "";
        var money = new Money { Kind = kind, KindAsPrinted = printed, ValueDate = day };
        var text = Amounts.Format(amount / 1.0000000000000000000000000000m);
        if (Currencies.Digits(currency) is not { } digits)
        {
            money.AsPrinted = $"{text} {currency}".Trim();
            money.Qualifier = Qualifier.Unknown;
            return money;
        }

        money.CurrencyCode = currency;
        money.Amount = Amounts.Format(Math.Round(amount, Math.Min(digits, MostDigits), MidpointRounding.AwayFromZero) / 1.0000000000000000000000000000m);
        if (money.Amount != text)
        {
            money.AsPrinted = text;
            money.Qualifier = Qualifier.About;
        }

        return money;
    }
}
