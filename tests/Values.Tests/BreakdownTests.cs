using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;
using static EGovPlatform.Values.Tests.CountTests;

namespace EGovPlatform.Values.Tests;

public class BreakdownTests
{
    private static CountPart Part(string key, Count count) => new() { Key = key, Group = key, Count = count };

    private static CountOverlap Shared(string first, string second, Count count) => new() { FirstKey = first, SecondKey = second, Count = count };

    [Fact]
    public void Distinct_people_are_computed_when_every_overlap_is_stated() => Assert.Equal(
        new Distinct(DistinctState.Computed, 13, 13, "13"),
        Breakdown.DistinctOver(new Count { Parts = { Part("officials", Exact(10)), Part("experts", Exact(5)) }, Overlaps = { Shared("experts", "officials", Exact(2)) } }));

    [Fact]
    public void Distinct_people_are_bounded_when_overlap_is_not_stated() => Assert.Equal(
        new Distinct(DistinctState.Bounded, 10, 15, "10 to 15"),
        Breakdown.DistinctOver(new Count { Parts = { Part("officials", Exact(10)), Part("experts", Exact(5)) } }));

    [Fact]
    public void Distinct_people_are_refused_when_a_part_has_no_bounds() => Assert.Equal(
        new Distinct(DistinctState.Refused, 0, null, "not derivable: part 'officials' is about 10"),
        Breakdown.DistinctOver(new Count { Parts = { Part("officials", About(10)), Part("experts", Exact(5)) } }));

    [Fact]
    public void Contradicting_overlaps_are_refused() => Assert.Equal(DistinctState.Refused, Breakdown.DistinctOver(new Count
    {
        Parts = { Part("a", Exact(10)), Part("b", Exact(10)), Part("c", Exact(10)) },
        Overlaps = { Shared("a", "b", Exact(10)), Shared("a", "c", Exact(10)), Shared("b", "c", Exact(0)) },
    }).State);

    [Fact]
    public void The_true_number_of_people_lies_within_the_bounds() => Properties.Hold(
        from people in Gen.Choose(0, 7).ListOf()
        from stated in Gen.Choose(0, 7)
        select (people, stated),
        x =>
        {
            // Each person is a set of three groups, as bits.
            int In(int mask) => x.people.Count(person => (person & mask) == mask);
            var count = new Count { Parts = { Part("a", Exact(In(1))), Part("b", Exact(In(2))), Part("c", Exact(In(4))) } };
            foreach (var (bit, pair, first, second) in new[] { (1, 3, "a", "b"), (2, 5, "a", "c"), (4, 6, "b", "c") })
            {
                if ((x.stated & bit) != 0)
                {
                    count.Overlaps.Add(Shared(first, second, Exact(In(pair))));
                }
            }

            var truth = x.people.Count(person => person != 0);
            var answer = Breakdown.DistinctOver(count);
            return answer.State != DistinctState.Refused && answer.Lower <= truth && truth <= answer.Upper;
        });

    [Fact]
    public void Parts_and_overlaps_are_checked()
    {
        var count = new Count
        {
            Parts = { Part("a", Exact(3)), Part("a", Exact(3)), Part("b", Exact(2)) },
            Overlaps = { Shared("a", "x", Exact(1)), Shared("a", "b", Exact(3)) },
        };
        Assert.Equal(["PART_KEY_TAKEN", "OVERLAP_KEYS", "OVERLAP_TOO_LARGE"], CountRules.Validate(count).Select(violation => violation.Rule));
    }

    private static StatedList List(Count? stated, int listed, Count? unnamed = null)
    {
        var list = new StatedList { Stated = stated, Unnamed = unnamed };
        list.Items.AddRange(Enumerable.Range(1, listed).Select(i => new ListedItem { AsPrinted = $"item {i}" }));
        return list;
    }

    public static TheoryData<string, ReconciliationState, StatedList> Lists => new()
    {
        { "9 stated, at least 7 identified, at most 2 missing", ReconciliationState.PossiblyShort, List(Exact(9), 5, AtLeast(2)) },
        { "7 stated, 4 identified, 3 missing", ReconciliationState.Short, List(Exact(7), 4) },
        { "14 stated, 14 identified", ReconciliationState.Complete, List(Exact(14), 14) },
        { "24 stated, 10 identified, 14 missing", ReconciliationState.Short, List(Exact(24), 10) },
        { "about 15 stated, 14 identified", ReconciliationState.PossiblyShort, List(About(15), 14) },
        { "3 stated, 4 identified, more than stated", ReconciliationState.Excess, List(Exact(3), 4) },
        { "total not stated, 4 identified", ReconciliationState.NotStated, List(null, 4) },
        { "over 6 stated, 4 identified, at least 3 missing", ReconciliationState.Short, List(Over(6), 4) },
        { "9 stated, at least 5 identified and more without a name (unknown), at most 4 missing", ReconciliationState.PossiblyShort, List(Exact(9), 5, Unknown) },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void Stated_is_compared_with_listed(string text, ReconciliationState state, StatedList list)
    {
        var answer = StatedListRules.Reconcile(list);
        Assert.Equal((text, state), (answer.Text, answer.State));
    }

    [Fact]
    public void An_item_listed_twice_counts_once_and_an_empty_one_is_refused()
    {
        var list = new StatedList { Stated = Exact(2), Items = { new ListedItem { Resource = "countries/PE" }, new ListedItem { Resource = "countries/PE", AsPrinted = "Peru" }, new ListedItem() } };
        Assert.Equal("items[2]", Assert.Single(StatedListRules.Validate(list)).FieldPath);
        list.Items.RemoveAt(2);
        Assert.Equal("2 stated, 1 identified, 1 missing", StatedListRules.Reconcile(list).Text);
    }
}
