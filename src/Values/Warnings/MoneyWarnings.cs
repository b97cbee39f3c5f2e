using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>What is odd about money.</summary>
internal static class MoneyWarnings
{
    // Printed rates and equivalents are rounded; what differs by more than this is another sum.
    private const decimal Tolerance = 0.01m;

    public static IEnumerable<Warning> For(FoundValue found, Money money)
    {
        if (MoneyRules.Term(money).Unknown > 0)
        {
            yield return ValueWarnings.Warn("MONEY_UNKNOWN", found.Path, "The amount is not known.");
        }

        for (var i = 0; i < money.Equivalents.Count; i++)
        {
            var equivalent = money.Equivalents[i];
            if (Amounts.Parse(money.Amount) is { } amount && Amounts.Parse(equivalent.Amount) is { } printed && Amounts.Parse(equivalent.Rate) is { } rate
                && Math.Abs(amount * rate - printed) > Math.Abs(printed) * Tolerance)
            {
                yield return ValueWarnings.Warn(
                    "EQUIVALENT_RATE",
                    found.Below($"equivalents[{i}]"),
                    $"{Amounts.Format(printed)} {equivalent.CurrencyCode} is not {money.Amount} {money.CurrencyCode} at a rate of {equivalent.Rate}.");
            }
        }
    }
}
