namespace EGovPlatform.Values.Tests;

public class EdtfTests
{
    [Theory]
    [InlineData("2018-05-28", "2018-05-28", "2018-05-28")]
    [InlineData("2018-05", "2018-05-01", "2018-05-31")]
    [InlineData("2016", "2016-01-01", "2016-12-31")]
    [InlineData("2016-02", "2016-02-01", "2016-02-29")]
    [InlineData("2018-06-18/2018-06-22", "2018-06-18", "2018-06-22")]
    [InlineData("2017/..", "2017-01-01", "")]
    [InlineData("2017/", "2017-01-01", "")]
    [InlineData("../2018-05", "", "2018-05-31")]
    [InlineData("201X", "2010-01-01", "2019-12-31")]
    [InlineData("2018-1X", "2018-10-01", "2018-12-31")]
    [InlineData("2018-XX-15", "2018-01-15", "2018-12-15")]
    [InlineData("2018-05-3X", "2018-05-30", "2018-05-31")]
    [InlineData("XXXX-12-25", "", "")]
    [InlineData("2018-33", "2018-01-01", "2018-03-31")]
    [InlineData("2018-41", "2018-07-01", "2018-12-31")]
    [InlineData("2018-25", "2018-03-01", "2018-05-31")]
    [InlineData("2018-21", "2018-03-01", "2018-11-30")]
    [InlineData("2018-24", "2017-12-01", "2019-02-28")]
    [InlineData("[2018-05-28,2018-05-29]", "2018-05-28", "2018-05-29")]
    [InlineData("{2018-03,2018-06}", "2018-03-01", "2018-06-30")]
    [InlineData("[..2018]", "", "2018-12-31")]
    [InlineData("[2018..]", "2018-01-01", "")]
    [InlineData("[2018-05..2018-07]", "2018-05-01", "2018-07-31")]
    [InlineData("2018-05?", "2018-05-01", "2018-05-31")]
    [InlineData("2018-05~", "2018-04-01", "2018-06-30")]
    [InlineData("2016~", "2015-01-01", "2017-12-31")]
    [InlineData("2018-05-28%", "2018-05-21", "2018-06-04")]
    [InlineData("", "", "")]
    public void Derives_first_and_last_day(string edtf, string earliest, string latest)
    {
        var date = new Common.V1.DateValue { Edtf = edtf, Earliest = "1900-01-01", Latest = "1900-01-01" };
        DateRules.Normalize(date);
        Assert.Empty(DateRules.Validate(date));
        Assert.Equal((earliest, latest), (date.Earliest, date.Latest));
    }

    [Theory]
    [InlineData("28 May", "not a date of EDTF")]
    [InlineData("2018-5-28", "not a date of EDTF")]
    [InlineData("2018-13", "months from 01 to 12")]
    [InlineData("2018-02-30", "no day of the calendar")]
    [InlineData("2018-21-05", "season and has no day")]
    [InlineData("0000", "0001 to 9999")]
    [InlineData("XX01-02-29", "no day of the calendar")]
    [InlineData("2018-06-22/2018-06-18", "ends before it starts")]
    [InlineData("2018/2019/2020", "more than one '/'")]
    [InlineData("../..", "neither start nor end")]
    [InlineData("2018-05-28T10:00", "time of day")]
    [InlineData("[2018..,2019]", "'..' stands between")]
    [InlineData("[2018,]", "not a date of EDTF")]
    [InlineData("[2018", "not a date of EDTF")]
    [InlineData("2018\n", "not a date of EDTF")]
    public void Says_what_is_wrong(string edtf, string expected)
    {
        var violation = Assert.Single(DateRules.Validate(new Common.V1.DateValue { Edtf = edtf }));
        Assert.Equal(("edtf", "DATE_SYNTAX"), (violation.FieldPath, violation.Rule));
        Assert.Contains(expected, violation.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Keeps_doubt_with_its_component()
    {
        var right = Edtf.Parse("2018-05~-28").Dates[0];
        Assert.Equal((EdtfDoubt.Approximate, EdtfDoubt.Approximate, EdtfDoubt.None), (right.YearDoubt, right.MonthDoubt, right.DayDoubt));
        var left = Edtf.Parse("2018-?05-28").Dates[0];
        Assert.Equal((EdtfDoubt.None, EdtfDoubt.Uncertain, EdtfDoubt.None), (left.YearDoubt, left.MonthDoubt, left.DayDoubt));
        Assert.Equal(DatePrecision.Season, Edtf.Parse("2018-21").Dates[0].Precision);
    }

    [Fact]
    public void A_time_or_zone_that_cannot_be_read_is_named()
    {
        var date = new Common.V1.DateValue { Edtf = "2018-05-28", StartTime = "24:00", EndTime = "9:00", TimeZone = "UTC+9" };
        Assert.Equal(["start_time", "end_time", "time_zone"], DateRules.Validate(date).Select(violation => violation.FieldPath));
        date = new Common.V1.DateValue { Edtf = "2018-05-28", StartTime = "09:30", EndTime = "17:00", TimeZone = "America/Lima" };
        Assert.Empty(DateRules.Validate(date));
    }
}
