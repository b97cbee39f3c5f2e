using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;

namespace EGovPlatform.Values.Tests;

public class DateBucketTests
{
    [Theory]
    [InlineData("2018-05-28", DateUnit.Month, "2018-05")]
    [InlineData("2018-05-28", DateUnit.Quarter, "2018-Q2")]
    [InlineData("2018-05", DateUnit.Month, "2018-05")]
    [InlineData("2018-06-18/2018-06-22", DateUnit.Month, "2018-06")]
    [InlineData("2018-05-28/2018-06-01", DateUnit.Month, "undated within 2018-Q2")]
    [InlineData("2018-05-28/2018-06-01", DateUnit.Quarter, "2018-Q2")]
    [InlineData("2016", DateUnit.Month, "undated within 2016")]
    [InlineData("2016", DateUnit.Year, "2016")]
    [InlineData("2017-09", DateUnit.Quarter, "2017-Q3")]
    [InlineData("2017-12-30/2018-01-02", DateUnit.Year, "undated within 2017 to 2018")]
    [InlineData("2018-05-28?", DateUnit.Month, "undated within 2018-05")]
    [InlineData("2018-33", DateUnit.Quarter, "2018-Q1")]
    [InlineData("2017/..", DateUnit.Year, "undated from 2017")]
    [InlineData("[..2016]", DateUnit.Year, "undated until 2016")]
    [InlineData("XXXX-12-25", DateUnit.Year, "undated")]
    [InlineData("", DateUnit.Year, "undated")]
    public void Groups_by_the_one_rule(string edtf, DateUnit unit, string key) =>
        Assert.Equal(key, DateBucket.Of(new DateValue { Edtf = edtf }, unit).Key);

    [Fact]
    public void Whatever_is_dated_lies_wholly_in_its_bucket() => Properties.Hold(
        from start in Gen.Choose(0, 800)
        from length in Gen.Choose(0, 60)
        from unit in Gen.Elements(DateUnit.Year, DateUnit.Quarter, DateUnit.Month)
        let first = new DateOnly(2017, 1, 1).AddDays(start)
        select (first, last: first.AddDays(length), unit),
        x =>
        {
            var bucket = DateBucket.Of(new DateValue { Edtf = $"{x.first:yyyy-MM-dd}/{x.last:yyyy-MM-dd}" }, x.unit);
            var whole = DateBucket.Of(DateRules.Of(x.first), x.unit).Key == DateBucket.Of(DateRules.Of(x.last), x.unit).Key;
            return bucket.Dated == whole && bucket.Days.Contains(x.first) && bucket.Days.Contains(x.last);
        });

    [Fact]
    public void Slip_is_computed_from_the_plans_stated_first_and_last()
    {
        PlannedDate Plan(string planned, string stated) => new() { Planned = new DateValue { Edtf = planned }, Stated = new DateValue { Edtf = stated } };
        Assert.Equal("13 days", PlanRules.SlipOf([Plan("2018-06-14", "2018-04-01"), Plan("2018-06-01", "2018-03-01")])!.Text);
        Assert.Equal("1 to 30 days", PlanRules.SlipOf([Plan("2018-05-31", "2018-03-01"), Plan("2018-06", "2018-04-01")])!.Text);
        Assert.Equal("slip unknown", PlanRules.SlipOf([Plan("", "2018-03-01"), Plan("2018-06", "2018-04-01")])!.Text);
        Assert.Null(PlanRules.SlipOf([Plan("2018-06", "2018-04-01")]));
    }

    [Theory]
    [InlineData("2018-06-18", DatePart.Year, ComponentState.Inferred)]
    [InlineData("2018-06-18", DatePart.Day, ComponentState.Stated)]
    [InlineData("2018-06", DatePart.Day, ComponentState.Missing)]
    [InlineData("XXXX-06", DatePart.Year, ComponentState.Missing)]
    [InlineData("2018-06?", DatePart.Month, ComponentState.Doubtful)]
    [InlineData("2018-06/..", DatePart.End, ComponentState.Missing)]
    public void Each_component_has_its_own_certainty(string edtf, DatePart part, ComponentState expected) =>
        Assert.Equal(expected, DateRules.Component(new DateValue { Edtf = edtf, Inferred = { DatePart.Year }, Ground = "year of the publication" }, part));
}
