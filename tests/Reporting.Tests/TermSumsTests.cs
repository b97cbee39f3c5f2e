using EGovPlatform.Common.V1;
using EGovPlatform.ReportingService.Summaries;
using EGovPlatform.Values;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Sums made by the database say the same as sums made count by count.</summary>
public sealed class TermSumsTests
{
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    public void Sums_by_qualifier_equal_the_rules(int seed)
    {
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var counts = Enumerable.Range(0, random.Next(0, 6)).Select(_ => Any(random)).ToList();
            counts.ForEach(CountRules.Normalize);
            var tally = counts.GroupBy(c => c.Qualifier).Aggregate(Tally.Empty, (sum, group) => sum +
                new TermSums(group.Count(), group.Sum(c => c.HasValue ? c.Value : 0), group.Sum(c => c.HasLower ? c.Lower : 0), group.Sum(c => c.HasUpper ? c.Upper : 0))
                    .ToTally(Name(group.Key)));
            Assert.Equal(CountRules.Sum(counts), CountRules.ToSum(tally));
        }
    }

    private static Count Any(Random random)
    {
        var value = random.Next(0, 50);
        return (Qualifier)random.Next(1, 8) switch
        {
            Qualifier.Range => new Count { Qualifier = Qualifier.Range, Lower = value, Upper = value + random.Next(0, 9) },
            Qualifier.Unknown => new Count { Qualifier = Qualifier.Unknown },
            var qualifier => new Count { Qualifier = qualifier, Value = value },
        };
    }

    private static string Name(Qualifier qualifier) => qualifier switch
    {
        Qualifier.AtLeast => "AT_LEAST",
        Qualifier.AtMost => "AT_MOST",
        _ => qualifier.ToString().ToUpperInvariant(),
    };
}
