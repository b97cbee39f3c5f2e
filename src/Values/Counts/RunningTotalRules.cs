using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>A stated running total beside the itemised records. Null is no bound.</summary>
public sealed record RunningTotalComparison(CountSum Recorded, long? DifferenceLower, long? DifferenceUpper, string Text);

/// <summary>Rules of <see cref="RunningTotal"/>. It is never a term of a sum.</summary>
public static class RunningTotalRules
{
    /// <summary>Compares a stated total with the records of the same scope and period; the difference is stated minus recorded.</summary>
    public static RunningTotalComparison Compare(RunningTotal total, Tally recorded)
    {
        ArgumentNullException.ThrowIfNull(total);
        var sum = CountRules.ToSum(recorded);
        var (lower, upper) = CountRules.Bounds(total.Count);
        var least = sum.HasUpper ? lower - sum.Upper : null;
        var most = upper - sum.Lower;
        var difference = (least, most) switch
        {
            (null, null) => "difference not derivable",
            ({ } from, null) => $"difference at least {from}",
            (null, { } to) => $"difference at most {to}",
            ({ } from, { } to) => from == to ? $"difference {from}" : $"difference {from} to {to}",
        };
        return new RunningTotalComparison(sum, least, most, $"{CountRules.Text(total.Count)} stated, {sum.Text} recorded, {difference}");
    }
}
