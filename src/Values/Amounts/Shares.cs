using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>
/// Shares that must add up to the whole. Live work is refused, the past is warned about (values.md 7); the caller decides which.
/// Shares nobody knows stay unknown: only what is certainly too much, or complete and not enough, is a fault.
/// </summary>
public static class Shares
{
    /// <summary>Faults in the shares of one sum, with paths below it.</summary>
    public static IEnumerable<FieldViolation> Of(Money money)
    {
        ArgumentNullException.ThrowIfNull(money);
        if (Percentages([.. money.Shares.Select(share => share.Percentage)]) is { } percentages)
        {
            yield return new FieldViolation("shares", "SHARES_SUM", percentages);
        }

        var amounts = money.Shares.Select(share => Amounts.Parse(share.Amount)).ToList();
        var sum = amounts.Sum(amount => amount ?? 0);
        if (amounts.Exists(amount => amount is not null) && money.Qualifier is Qualifier.Exact && Amounts.Parse(money.Amount) is { } whole)
        {
            var complete = money.SplitKnown && amounts.TrueForAll(amount => amount is not null);
            if (complete ? sum != whole : Math.Abs(sum) > Math.Abs(whole))
            {
                yield return new FieldViolation("shares", "SHARES_SUM", $"The shares add up to {Amounts.Format(sum)}, the sum is {Amounts.Format(whole)}.");
            }
        }
    }

    /// <summary>What is wrong with the funders of one thing, or null.</summary>
    public static string? Of(IReadOnlyList<Funder> funders) => Percentages([.. funders.Select(funder => funder.Percentage)]);

    internal static IEnumerable<FieldViolation> Unreadable(Money money)
    {
        for (var i = 0; i < money.Shares.Count; i++)
        {
            if (!IsPercentage(money.Shares[i].Percentage))
            {
                yield return new FieldViolation($"shares[{i}].percentage", "PERCENTAGE", PercentageRule);
            }

            if (money.Shares[i].Amount is { Length: > 0 } amount && !Amounts.TryParse(amount, out _))
            {
                yield return new FieldViolation($"shares[{i}].amount", "AMOUNT_SYNTAX", "A share is decimal text such as 12.50.");
            }
        }
    }

    internal static IEnumerable<FieldViolation> Unreadable(Funder funder)
    {
        if (!IsPercentage(funder.Percentage))
        {
            yield return new FieldViolation("percentage", "PERCENTAGE", PercentageRule);
        }
    }

    private const string PercentageRule = "A percentage is decimal text from 0 to 100; empty when unknown.";

    private static bool IsPercentage(string text) => text.Length == 0 || Amounts.Parse(text) is >= 0 and <= 100;

    // Thirds are printed as 33.3 and the like: half a unit of the last printed digit per share is rounding, not a fault.
    private static string? Percentages(List<string> texts)
    {
        var known = texts.Select(Amounts.Parse).ToList();
        if (!known.Exists(percentage => percentage is not null))
        {
            return null;
        }

        var sum = known.Sum(percentage => percentage ?? 0);
        var rounding = texts.Where(text => text.Contains('.')).Sum(text => Half(Amounts.Scale(text)));
        var complete = known.TrueForAll(percentage => percentage is not null);
        return complete && Math.Abs(sum - 100) > rounding ? $"The percentages add up to {Amounts.Format(sum)}, not to 100."
            : sum - 100 > rounding ? $"The known percentages add up to {Amounts.Format(sum)}, more than 100."
            : null;
    }

    private static decimal Half(int scale)
    {
        var half = 0.5m;
        for (var i = 0; i < scale; i++)
        {
            half /= 10;
        }

        return half;
    }
}
