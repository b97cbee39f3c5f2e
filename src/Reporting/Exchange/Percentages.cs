namespace EGovPlatform.ReportingService.Exchange;

/// <summary>Shares in hundredths of a percent that sum to exactly 100.</summary>
internal static class Percentages
{
    /// <summary>Equal shares; the first ones take what is left over.</summary>
    public static decimal[] Even(int parts) =>
        [.. Enumerable.Range(0, parts).Select(i => (10_000 / parts + (i < 10_000 % parts ? 1 : 0)) / 100m)];

    /// <summary>Splits an amount by weights, to the decimals it is written with; the largest remainders take what is left over.</summary>
    public static decimal[] Split(decimal amount, IReadOnlyList<int> weights)
    {
        var unit = new decimal(1, 0, 0, false, amount.Scale);
        var exact = weights.Select(w => amount / unit * w / weights.Sum()).ToList();
        var whole = exact.ConvertAll(decimal.Floor);
        var left = (int)(amount / unit - whole.Sum());
        foreach (var index in Enumerable.Range(0, exact.Count).OrderByDescending(i => exact[i] - whole[i]).Take(left))
        {
            whole[index]++;
        }

        return [.. whole.Select(w => w * unit)];
    }
}
