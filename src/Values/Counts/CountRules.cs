using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Rules of <see cref="Count"/>.</summary>
public static class CountRules
{
    /// <summary>Greatest value that is taken for a count: 10^12.</summary>
    public const long Limit = 1_000_000_000_000;

    /// <summary>
    /// Fills qualifier and bounds: exact n is [n, n]; over n is [n+1, open]; at least n is [n, open]; at most n is [0, n];
    /// a range keeps its own; about and unknown have none, since any margin would be invented.
    /// A number without a qualifier is exact as printed; nothing at all is unknown.
    /// </summary>
    public static void Normalize(Count count)
    {
        ArgumentNullException.ThrowIfNull(count);
        if (count.Qualifier == Qualifier.Unspecified)
        {
            count.Qualifier = count.HasValue ? Qualifier.Exact : count.HasLower && count.HasUpper ? Qualifier.Range : Qualifier.Unknown;
        }

        if (count.Qualifier == Qualifier.Range)
        {
            return;
        }

        var (lower, upper) = (count.Qualifier, count.HasValue) switch
        {
            (Qualifier.Exact, true) => (count.Value, count.Value),
            (Qualifier.Over, true) => (count.Value + 1, null),
            (Qualifier.AtLeast, true) => (count.Value, null),
            (Qualifier.AtMost, true) => (0, count.Value),
            _ => ((long?)null, (long?)null),
        };
        count.ClearLower();
        count.ClearUpper();
        if (lower is { } least)
        {
            count.Lower = least;
        }

        if (upper is { } most)
        {
            count.Upper = most;
        }
    }

    /// <summary>The bounds by the rule of <see cref="Normalize"/>, whether or not it has run.</summary>
    public static (long? Lower, long? Upper) Bounds(Count? count)
    {
        if (count is null)
        {
            return (null, null);
        }

        var copy = new Count { Qualifier = count.Qualifier };
        Copy(count, copy);
        Normalize(copy);
        return (copy.HasLower ? copy.Lower : null, copy.HasUpper ? copy.Upper : null);
    }

    /// <summary>The count as one term of a sum.</summary>
    public static Tally Term(Count? count) => count is null
        ? Tally.Term(Qualifier.Unknown, null, null, null, 1)
        : Tally.Term(
            count.Qualifier == Qualifier.Unspecified && !count.HasValue && count.HasLower && count.HasUpper ? Qualifier.Range : count.Qualifier,
            count.HasValue ? count.Value : null,
            count.HasLower ? count.Lower : null,
            count.HasUpper ? count.Upper : null,
            1);

    /// <summary>Adds counts by the table of docs/values-rules.md. An absent count is an unknown term.</summary>
    /// <exception cref="ArgumentException">The terms speak of different stages: announced is not attended. Group them first.</exception>
    public static CountSum Sum(IEnumerable<Count?> counts)
    {
        var terms = counts.ToList();
        var bases = terms.Select(count => count?.Basis ?? CountBasis.Unspecified).Where(basis => basis != CountBasis.Unspecified).Distinct().ToList();
        return bases.Count > 1
            ? throw new ArgumentException($"Counts that are {string.Join(" and ", bases)} are never added.", nameof(counts))
            : ToSum(terms.Aggregate(Tally.Empty, (sum, count) => sum + Term(count)));
    }

    /// <summary>Adds counts, one sum per basis, in the order of the enum.</summary>
    public static IReadOnlyList<(CountBasis Basis, CountSum Sum)> SumByBasis(IEnumerable<Count> counts) =>
        [.. counts.GroupBy(count => count.Basis).OrderBy(group => group.Key).Select(group => (group.Key, Sum(group)))];

    /// <summary>The message for a tally of counts.</summary>
    public static CountSum ToSum(Tally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        var sum = new CountSum
        {
            Value = (long)tally.Value,
            Qualifier = tally.Qualifier,
            Lower = (long)tally.Lower,
            Terms = tally.Terms,
            UnknownTerms = tally.Unknown,
            Text = tally.Text(),
        };
        if (tally.Bounded)
        {
            sum.Upper = (long)tally.Upper;
        }

        return sum;
    }

    /// <summary>One count in words: "about 120", "10 to 20", "unknown".</summary>
    public static string Text(Count? count) => Term(count) is var term && term.Unknown > 0 ? "unknown" : term.Text();

    /// <summary>What breaks a rule, with paths below the count itself. Parts are checked as counts of their own.</summary>
    public static IEnumerable<FieldViolation> Validate(Count count)
    {
        ArgumentNullException.ThrowIfNull(count);
        foreach (var (present, value, field) in new[] { (count.HasValue, count.Value, "value"), (count.HasLower, count.Lower, "lower"), (count.HasUpper, count.Upper, "upper") })
        {
            if (present && value is < 0 or > Limit)
            {
                yield return new FieldViolation(field, "COUNT_LIMIT", $"A count lies between 0 and {Limit}.");
            }
        }

        switch (count.Qualifier)
        {
            case Qualifier.Exact or Qualifier.About or Qualifier.Over or Qualifier.AtLeast or Qualifier.AtMost when !count.HasValue:
                yield return new FieldViolation("value", "COUNT_VALUE_REQUIRED", "A qualified count needs the value printed; without one the qualifier is UNKNOWN.");
                break;
            case Qualifier.Unknown when count.HasValue || count.HasLower || count.HasUpper:
                yield return new FieldViolation("qualifier", "COUNT_UNKNOWN_WITH_VALUE", "A count with a value or bounds is not UNKNOWN.");
                break;
            case Qualifier.Range when !count.HasLower || !count.HasUpper || count.Lower > count.Upper:
                yield return new FieldViolation(count.HasLower ? "upper" : "lower", "COUNT_RANGE", "A RANGE needs lower and upper, lower not above upper.");
                break;
            case Qualifier.Range when count.HasValue && (count.Value < count.Lower || count.Value > count.Upper):
                yield return new FieldViolation("value", "COUNT_RANGE", "The value lies outside its range.");
                break;
        }

        foreach (var violation in Breakdown.Validate(count))
        {
            yield return violation;
        }
    }

    private static void Copy(Count from, Count to)
    {
        if (from.HasValue)
        {
            to.Value = from.Value;
        }

        if (from.HasLower)
        {
            to.Lower = from.Lower;
        }

        if (from.HasUpper)
        {
            to.Upper = from.Upper;
        }
    }
}
