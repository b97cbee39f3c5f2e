using EGovPlatform.Common.V1;
using Google.Protobuf.Collections;

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

        if (!money.SplitKnown && money.Shares.Count > 1 && money.Shares.Any(s => s.Amount.Length == 0 && s.Percentage.Length == 0))
        {
            yield return ValueWarnings.Warn("SPLIT_UNKNOWN", found.Below("shares"), $"How {MoneyRules.Text(money)} is divided over {money.Shares.Count} is not known.");
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

    /// <summary>Several bodies pay and nobody says how much each.</summary>
    public static IEnumerable<Warning> Funders(FoundValue found)
    {
        if (found.Value.Descriptor.FindFieldByName("funders")?.Accessor.GetValue(found.Value) is RepeatedField<Funder> { Count: > 1 } funders
            && funders.Any(f => f.Percentage.Length == 0 && f.Money is null))
        {
            yield return ValueWarnings.Warn("FUNDER_SHARES_UNKNOWN", found.Below("funders"), $"How much each of the {funders.Count} bodies pays is not known.");
        }
    }
}
