using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

public class CountTests
{
    internal static Count Exact(long n) => new() { Value = n, Qualifier = Qualifier.Exact };

    internal static Count About(long n) => new() { Value = n, Qualifier = Qualifier.About };

    internal static Count Over(long n) => new() { Value = n, Qualifier = Qualifier.Over };

    internal static Count AtLeast(long n) => new() { Value = n, Qualifier = Qualifier.AtLeast };

    internal static Count AtMost(long n) => new() { Value = n, Qualifier = Qualifier.AtMost };

    internal static Count Between(long lower, long upper) => new() { Lower = lower, Upper = upper, Qualifier = Qualifier.Range };

    internal static Count Unknown => new() { Qualifier = Qualifier.Unknown };

    public static TheoryData<string, Count[]> Sums => new()
    {
        { "about 240, 1 of 3 unknown", [About(120), About(120), Unknown] },
        { "about 440, 2 of 5 unknown", [Exact(200), About(120), About(120), Unknown, Unknown] },
        { "15", [Exact(10), Exact(5)] },
        { "15, 1 of 3 unknown", [Exact(10), Exact(5), Unknown] },
        { "at least 7", [Exact(5), AtLeast(2)] },
        { "over 120", [Over(60), Over(60)] },
        { "over 65", [Over(60), Exact(5)] },
        { "over 62", [Over(60), AtLeast(2)] },
        { "over 60", [Over(60), AtMost(10)] },
        { "at most 10", [AtMost(4), AtMost(6)] },
        { "5 to 15", [AtMost(10), Exact(5)] },
        { "15 to 25", [Between(10, 20), Exact(5)] },
        { "at least 12", [Between(10, 20), AtLeast(2)] },
        { "about 180 or more", [About(120), Over(60)] },
        { "about 130 or less", [About(120), AtMost(10)] },
        { "about 190", [About(120), Over(60), AtMost(10)] },
        { "unknown (2 of 2)", [Unknown, Unknown] },
        { "0", [] },
    };

    [Theory]
    [MemberData(nameof(Sums))]
    public void Sums_keep_their_doubt(string text, Count[] terms) => Assert.Equal(text, CountRules.Sum(terms).Text);

    [Fact]
    public void A_sum_with_a_term_that_is_open_or_unknown_has_no_upper_bound()
    {
        Assert.False(CountRules.Sum([Exact(1), Unknown]).HasUpper);
        Assert.False(CountRules.Sum([Exact(1), About(2)]).HasUpper);
        Assert.Equal(1, CountRules.Sum([Exact(1), About(2), Unknown]).Lower);
        Assert.Equal(122, CountRules.Sum([Over(60), Over(60)]).Lower);
        Assert.Equal(1, CountRules.Sum([null, Exact(3)]).UnknownTerms);
    }

    [Fact]
    public void Announced_is_not_attended()
    {
        var announced = new Count { Value = 20, Basis = CountBasis.Announced };
        var attended = new Count { Value = 15, Basis = CountBasis.Attended };
        Assert.Throws<ArgumentException>(() => CountRules.Sum([announced, attended]));
        Assert.Equal(["20", "15"], CountRules.SumByBasis([attended, announced]).Select(sum => sum.Sum.Text));
    }

    [Fact]
    public void Bounds_follow_from_value_and_qualifier()
    {
        Assert.Equal((15, 15), CountRules.Bounds(Exact(15)));
        Assert.Equal((null, null), CountRules.Bounds(About(15)));
        Assert.Equal((61, null), CountRules.Bounds(Over(60)));
        Assert.Equal((7, null), CountRules.Bounds(AtLeast(7)));
        Assert.Equal((0, 7), CountRules.Bounds(AtMost(7)));
        Assert.Equal((3, 7), CountRules.Bounds(Between(3, 7)));
        Assert.Equal((null, null), CountRules.Bounds(Unknown));
    }

    [Fact]
    public void A_bare_number_is_exact_and_nothing_is_unknown()
    {
        var bare = new Count { Value = 200 };
        CountRules.Normalize(bare);
        Assert.Equal((Qualifier.Exact, 200, 200), (bare.Qualifier, bare.Lower, bare.Upper));
        var nothing = new Count { Counted = "participants", Upper = 5 };
        CountRules.Normalize(nothing);
        Assert.Equal((Qualifier.Unknown, false), (nothing.Qualifier, nothing.HasUpper));
        var stale = new Count { Value = 120, Qualifier = Qualifier.About, Lower = 100, Upper = 140 };
        CountRules.Normalize(stale);
        Assert.False(stale.HasLower || stale.HasUpper);
    }

    public static TheoryData<string, Count> Broken => new()
    {
        { "COUNT_VALUE_REQUIRED", new Count { Qualifier = Qualifier.About } },
        { "COUNT_LIMIT", Exact(-1) },
        { "COUNT_LIMIT", Exact(CountRules.Limit + 1) },
        { "COUNT_UNKNOWN_WITH_VALUE", new Count { Qualifier = Qualifier.Unknown, Value = 3 } },
        { "COUNT_RANGE", new Count { Qualifier = Qualifier.Range, Lower = 3 } },
        { "COUNT_RANGE", Between(5, 3) },
        { "COUNT_RANGE", new Count { Qualifier = Qualifier.Range, Lower = 3, Upper = 5, Value = 6 } },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_count_that_says_two_things_is_refused(string rule, Count count) =>
        Assert.Equal(rule, Assert.Single(CountRules.Validate(count)).Rule);

    private static readonly Gen<(Count Count, long Truth)> Counted =
        from kind in Gen.Choose(0, 6)
        from n in Gen.Choose(0, 50)
        from more in Gen.Choose(0, 20)
        select kind switch
        {
            0 => (Exact(n), (long)n),
            1 => (About(n), n + more),
            2 => (Over(n), n + 1 + more),
            3 => (AtLeast(n), n + more),
            4 => (AtMost(n + more), n),
            5 => (Between(n, n + more), n + more / 2),
            _ => (Unknown, n),
        };

    private static readonly Gen<List<(Count Count, long Truth)>> Lists = Counted.ListOf().Select(list => list.ToList());

    [Fact]
    public void The_true_sum_lies_within_the_bounds_of_the_sum() => Properties.Hold(Lists, terms =>
    {
        var sum = CountRules.Sum(terms.Select(term => term.Count));
        var truth = terms.Sum(term => term.Truth);
        return sum.Lower <= truth && (!sum.HasUpper || truth <= sum.Upper);
    });

    [Fact]
    public void What_the_text_claims_of_the_known_terms_is_true() => Properties.Hold(Lists, terms =>
    {
        var sum = CountRules.Sum(terms.Select(term => term.Count));
        var truth = terms.Where(term => term.Count.Qualifier != Qualifier.Unknown).Sum(term => term.Truth);
        return sum.Qualifier switch
        {
            Qualifier.Exact => truth == sum.Value,
            Qualifier.Over => truth > sum.Value,
            Qualifier.AtLeast or Qualifier.Range => truth >= sum.Value,
            Qualifier.AtMost => truth <= sum.Value,
            _ => true,
        };
    });

    [Fact]
    public void Order_and_grouping_do_not_matter() => Properties.Hold(
        from terms in Lists
        from cut in Gen.Choose(0, 10)
        select (terms, cut),
        x =>
        {
            var all = x.terms.Select(term => CountRules.Term(term.Count)).ToList();
            var whole = all.Aggregate(Tally.Empty, (sum, term) => sum + term);
            var back = Enumerable.Reverse(all).Aggregate(Tally.Empty, (sum, term) => sum + term);
            var halves = all.Take(x.cut).Aggregate(Tally.Empty, (sum, term) => sum + term) + all.Skip(x.cut).Aggregate(Tally.Empty, (sum, term) => sum + term);
            return whole == back && whole == halves;
        });

    [Fact]
    public void A_running_total_is_compared_and_never_added()
    {
        var total = new RunningTotal { Count = Over(4000), Since = new DateValue { Edtf = "1998" } };
        Assert.Equal("over 4000 stated, about 240, 1 of 3 unknown recorded, difference not derivable", Compare(total, About(120), About(120), Unknown));
        Assert.Equal("over 4000 stated, 15 recorded, difference at least 3986", Compare(total, Exact(15)));
    }

    private static string Compare(RunningTotal total, params Count[] counts) =>
        RunningTotalRules.Compare(total, counts.Aggregate(Tally.Empty, (sum, count) => sum + CountRules.Term(count))).Text;
}
