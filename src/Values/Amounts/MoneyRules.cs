using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Rules of <see cref="Money"/>.</summary>
public static class MoneyRules
{
    /// <summary>An amount without a qualifier is exact as printed; no amount is unknown.</summary>
    public static void Normalize(Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        if (money.Qualifier == Qualifier.Unspecified)
        {
            money.Qualifier = money.Amount.Length > 0 ? Qualifier.Exact
                : money.LowerAmount.Length > 0 && money.UpperAmount.Length > 0 ? Qualifier.Range
                : Qualifier.Unknown;
        }
    }

    /// <summary>
    /// Adds sums: one answer per currency and kind, in that order. Equivalents are the same money in other words and are never added;
    /// unknown terms stay counted as unknown, apart when not even the currency is known.
    /// </summary>
    public static IReadOnlyList<MoneySum> Sum(IEnumerable<Money> terms) =>
    [
        .. terms
            .GroupBy(money => (money.CurrencyCode, money.Kind, money.KindAsPrinted))
            .OrderBy(group => group.Key.CurrencyCode, StringComparer.Ordinal).ThenBy(group => group.Key.Kind).ThenBy(group => group.Key.KindAsPrinted, StringComparer.Ordinal)
            .Select(group => ToSum(group.Aggregate(Tally.Empty, (sum, money) => sum + Term(money)), group.Key.CurrencyCode, group.Key.Kind, group.Key.KindAsPrinted)),
    ];

    /// <summary>Adds sums that may be part of one another: a part is left out when its whole, of the same kind and currency, is a term too.</summary>
    /// <param name="terms">The sums by the name that <c>part_of</c> uses for them.</param>
    public static IReadOnlyList<MoneySum> SumWholes(IReadOnlyDictionary<string, Money> terms) => Sum(terms.Values.Where(money =>
        !(terms.TryGetValue(money.PartOf, out var whole) && whole.Kind == money.Kind && whole.CurrencyCode == money.CurrencyCode)));

    /// <summary>The sum as one term.</summary>
    public static Tally Term(Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        var (lower, upper) = (Amounts.Parse(money.LowerAmount), Amounts.Parse(money.UpperAmount));
        var qualifier = money.Qualifier == Qualifier.Unspecified && money.Amount.Length == 0 && lower is not null ? Qualifier.Range : money.Qualifier;
        return Tally.Term(qualifier, Amounts.Parse(money.Amount), lower, upper, 0);
    }

    /// <summary>The message for a tally of one kind in one currency.</summary>
    public static MoneySum ToSum(Tally tally, string currencyCode, MoneyKind kind, string kindAsPrinted = "")
    {
        ArgumentNullException.ThrowIfNull(tally);
        var known = tally.Qualifier != Qualifier.Unknown;
        return new MoneySum
        {
            Amount = known ? Amounts.Format(tally.Value) : "",
            CurrencyCode = currencyCode,
            Kind = kind,
            KindAsPrinted = kindAsPrinted,
            Qualifier = tally.Qualifier,

            // About has no bounds and unknown none either; an amount may be negative, so neither is at least zero.
            LowerAmount = tally.About == 0 && tally.Unknown == 0 ? Amounts.Format(tally.Lower) : "",
            UpperAmount = tally.Bounded ? Amounts.Format(tally.Upper) : "",
            Terms = tally.Terms,
            UnknownTerms = tally.Unknown,
            Text = tally.Text(currencyCode),
        };
    }

    /// <summary>One sum in words: "about 1000000000 KRW", "unknown".</summary>
    public static string Text(Money? money) => money is null || Term(money) is not { Unknown: 0 } term ? "unknown" : term.Text(money.CurrencyCode);

    /// <summary>What breaks a rule, with paths below the sum itself. Shares are checked apart, by <see cref="Shares"/>.</summary>
    public static IEnumerable<FieldViolation> Validate(Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        var violations = new List<FieldViolation>();
        Amount(money.Amount, money.CurrencyCode, "amount", violations);
        Amount(money.LowerAmount, money.CurrencyCode, "lower_amount", violations);
        Amount(money.UpperAmount, money.CurrencyCode, "upper_amount", violations);
        Currency(money.CurrencyCode, money.Amount + money.LowerAmount + money.UpperAmount, "currency_code", violations);
        Qualified(money, violations);
        for (var i = 0; i < money.Equivalents.Count; i++)
        {
            var (equivalent, path) = (money.Equivalents[i], $"equivalents[{i}].");
            Amount(equivalent.Amount, equivalent.CurrencyCode, path + "amount", violations);
            Currency(equivalent.CurrencyCode, equivalent.Amount, path + "currency_code", violations);
            if (equivalent.CurrencyCode.Length > 0 && equivalent.CurrencyCode == money.CurrencyCode)
            {
                violations.Add(new FieldViolation(path + "currency_code", "EQUIVALENT_CURRENCY", "An equivalent is in another currency than the sum."));
            }

            if (equivalent.Rate.Length > 0 && Amounts.Parse(equivalent.Rate) is not > 0)
            {
                violations.Add(new FieldViolation(path + "rate", "RATE", "A rate is a decimal number above 0."));
            }
        }

        return violations;
    }

    private static void Amount(string text, string currencyCode, string path, List<FieldViolation> violations)
    {
        if (text.Length == 0)
        {
            return;
        }

        if (!Amounts.TryParse(text, out _))
        {
            violations.Add(new FieldViolation(path, "AMOUNT_SYNTAX", "An amount is decimal text such as 1000000000 or -12.50: up to 18 digits, up to 6 after the point, no separators."));
        }
        else if (Currencies.Digits(currencyCode) is { } digits && Amounts.Scale(text) > digits)
        {
            violations.Add(new FieldViolation(path, "AMOUNT_MINOR_UNITS", $"{currencyCode} has {digits} digits after the point."));
        }
    }

    private static void Currency(string code, string amounts, string path, List<FieldViolation> violations)
    {
        if (code.Length == 0 ? amounts.Length > 0 : Currencies.Digits(code) is null)
        {
            violations.Add(new FieldViolation(path, "CURRENCY_CODE", "An amount needs a code of ISO 4217, such as KRW."));
        }
    }

    private static void Qualified(Money money, List<FieldViolation> violations)
    {
        var (amount, lower, upper) = (Amounts.Parse(money.Amount), Amounts.Parse(money.LowerAmount), Amounts.Parse(money.UpperAmount));
        switch (money.Qualifier)
        {
            case Qualifier.Unknown when money.Amount.Length > 0:
                violations.Add(new FieldViolation("qualifier", "MONEY_UNKNOWN_WITH_AMOUNT", "A sum with an amount is not UNKNOWN."));
                break;
            case Qualifier.Range when lower is null || upper is null || lower > upper || amount < lower || amount > upper:
                violations.Add(new FieldViolation("lower_amount", "MONEY_RANGE", "A RANGE needs lower_amount and upper_amount, lower not above upper, and an amount only between them."));
                break;
            case Qualifier.Exact or Qualifier.About or Qualifier.Over or Qualifier.AtLeast or Qualifier.AtMost when money.Amount.Length == 0:
                violations.Add(new FieldViolation("amount", "MONEY_AMOUNT_REQUIRED", "A qualified sum needs the amount; without one the qualifier is UNKNOWN."));
                break;
            case Qualifier.AtMost when amount < 0:
                violations.Add(new FieldViolation("amount", "MONEY_AT_MOST", "`At most` counts from zero and needs an amount that is not negative."));
                break;
        }

        if (money.Qualifier is not (Qualifier.Range or Qualifier.Unspecified) && money.LowerAmount.Length + money.UpperAmount.Length > 0)
        {
            violations.Add(new FieldViolation("lower_amount", "MONEY_RANGE", "Only a RANGE has lower_amount and upper_amount."));
        }
    }
}
