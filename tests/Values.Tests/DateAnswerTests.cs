using EGovPlatform.Common.V1;
using FsCheck;
using FsCheck.Fluent;
using static EGovPlatform.Common.V1.DateAnswer;

namespace EGovPlatform.Values.Tests;

public class DateAnswerTests
{
    private static DateValue D(string edtf) => new() { Edtf = edtf };

    private static DateOnly Day(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Theory]
    [InlineData("2018-06-18/2018-06-22", "2018-06-20", Certainly)]
    [InlineData("2018-06-18/2018-06-22", "2018-06-23", No)]
    [InlineData("2018-05", "2018-05-28", Possibly)]
    [InlineData("2018-05", "2018-06-01", No)]
    [InlineData("2018-05/2018-06", "2018-05-15", Possibly)]
    [InlineData("2018-05/2018-06", "2018-05-31", Certainly)]
    [InlineData("2017-09", "2017-09-30", Possibly)]
    [InlineData("2017/..", "2017-12-31", Certainly)]
    [InlineData("2017/..", "2026-01-01", Certainly)]
    [InlineData("2017/..", "2017-06-01", Possibly)]
    [InlineData("2017-01-01/", "2017-01-01", Certainly)]
    [InlineData("2017-01-01/", "2026-01-01", Possibly)]
    [InlineData("/2018-06-22", "2018-06-22", Certainly)]
    [InlineData("/2018-06-22", "2010-01-01", Possibly)]
    [InlineData("../2018-06-22", "2010-01-01", Certainly)]
    [InlineData("XXXX-12-25", "2018-12-25", Possibly)]
    [InlineData("XXXX-12-25", "2018-05-01", No)]
    [InlineData("2018-XX-15", "2018-07-15", Possibly)]
    [InlineData("2018-XX-15", "2018-07-16", No)]
    [InlineData("2018-21", "2018-07-15", No)]
    [InlineData("2018-24", "2018-01-15", Possibly)]
    [InlineData("2018-24", "2018-04-15", No)]
    [InlineData("[2018-05-28,2018-05-30]", "2018-05-28", Possibly)]
    [InlineData("[2018-05-28,2018-05-30]", "2018-05-29", No)]
    [InlineData("{2018-05-28,2018-05-30}", "2018-05-28", Certainly)]
    [InlineData("[2018-05-28..2018-05-30]", "2018-05-29", Possibly)]
    [InlineData("{2018-05-28..2018-05-30}", "2018-05-29", Certainly)]
    [InlineData("2018-05-28?", "2018-05-28", Possibly)]
    [InlineData("2018-05~", "2018-04-20", Possibly)]
    [InlineData("2018-05~", "2018-03-20", No)]
    [InlineData("", "2018-05-28", Possibly)]
    public void Running_on(string edtf, string day, DateAnswer expected) => Assert.Equal(expected, DateRules.RunningOn(D(edtf), Day(day)));

    [Theory]
    [InlineData("2018-05", "2018-06-01", Certainly)]
    [InlineData("2018-05", "2018-05-15", Possibly)]
    [InlineData("2018-05", "2018-05-01", No)]
    [InlineData("[..2018-05]", "2018-06-01", Certainly)]
    [InlineData("[2018-05..]", "2018-06-01", Possibly)]
    [InlineData("2018-05~", "2018-08-01", Possibly)]
    [InlineData("", "2018-06-01", Possibly)]
    public void Before_and_overdue(string edtf, string day, DateAnswer expected)
    {
        Assert.Equal(expected, DateRules.Before(D(edtf), Day(day)));
        Assert.Equal(expected, DateRules.Overdue(D(edtf), Day(day)));
        Assert.Equal(expected, DateRules.OnOrBefore(D(edtf), Day(day).AddDays(-1)));
    }

    [Fact]
    public void Without_a_due_date_nothing_is_overdue() => Assert.Equal(No, DateRules.Overdue(null, Day("2018-06-01")));

    [Theory]
    [InlineData("2018-05", "2018-06", Certainly)]
    [InlineData("2018-05", "2018-05", Possibly)]
    [InlineData("2018-06", "2018-05", No)]
    [InlineData("2018-05-28/2018-06-01", "2018-06-18/2018-06-22", Certainly)]
    [InlineData("2018-05?", "2018-06", Possibly)]
    [InlineData("", "2018-06", Possibly)]
    public void One_before_the_other(string first, string second, DateAnswer expected) =>
        Assert.Equal(expected, DateRules.Before(D(first), D(second)));

    /// <summary>A period with its readings: every start and end that the text allows.</summary>
    private static readonly Gen<(string Edtf, List<DayRange> Readings)> Readable =
        from start in Part
        from single in Gen.Elements(true, false)
        from end in Part.Where(end => end.Days.Last >= start.Days.First)
        select single
            ? (start.Text, Pairs(start.Days, start.Days))
            : ($"{start.Text}/{end.Text}", Pairs(start.Days, end.Days));

    private static Gen<(string Text, DayRange Days)> Part =>
        from day in Gen.Choose(0, 70)
        from precise in Gen.Elements(true, true, false)
        let date = new DateOnly(2018, 4, 20).AddDays(day)
        select precise
            ? ($"{date:yyyy-MM-dd}", new DayRange(date, date))
            : ($"{date:yyyy-MM}", new DayRange(new DateOnly(date.Year, date.Month, 1), new DateOnly(date.Year, date.Month, DateTime.DaysInMonth(date.Year, date.Month))));

    private static List<DayRange> Pairs(DayRange starts, DayRange ends) =>
        [.. from s in Days(starts) from e in Days(ends) where s <= e select new DayRange(s, e)];

    private static IEnumerable<DateOnly> Days(DayRange range)
    {
        for (var day = range.First; day <= range.Last; day = day.AddDays(1))
        {
            yield return day;
        }
    }

    private static DateAnswer Truth(IEnumerable<bool> readings)
    {
        var answers = readings.Distinct().ToList();
        return answers.Count == 2 ? Possibly : answers[0] ? Certainly : No;
    }

    [Fact]
    public void Answers_are_what_all_readings_say() => Properties.Hold(
        from value in Readable
        from first in Gen.Choose(0, 80)
        from length in Gen.Choose(0, 40)
        let begin = new DateOnly(2018, 4, 15).AddDays(first)
        select (value.Edtf, value.Readings, Asked: new DayRange(begin, begin.AddDays(length))),
        x =>
        {
            var value = Edtf.Parse(x.Edtf);
            var day = x.Asked.First;
            return value.Within(x.Asked) == Truth(x.Readings.Select(r => r.First >= x.Asked.First && r.Last <= x.Asked.Last))
                && value.Overlaps(x.Asked) == Truth(x.Readings.Select(r => r.Overlaps(x.Asked)))
                && value.Overlaps(new DayRange(day, day)) == Truth(x.Readings.Select(r => r.Contains(day)))
                && value.EndedBy(day) == Truth(x.Readings.Select(r => r.Last <= day))
                && value.StartedBy(day) == Truth(x.Readings.Select(r => r.First <= day));
        });

    private static readonly Gen<string> AnyText =
        from year in Gen.Elements("2018", "201X", "20XX", "XXXX", "2017")
        from month in Gen.Elements("", "-05", "-0X", "-XX", "-1X", "-21", "-24", "-34")
        from day in Gen.Elements("", "-15", "-XX", "-2X", "-31")
        from doubt in Gen.Elements("", "", "?", "~", "%")
        from other in Gen.Elements("", "2019-07", "2020")
        from shape in Gen.Elements("{0}", "{0}/..", "../{0}", "{0}/", "[{0},2016-02]", "{{{0},2016-02}}", "[..{0}]", "{0}/2031", "[{0}..]")
        select string.Format(System.Globalization.CultureInfo.InvariantCulture, shape, year + month + day + doubt);

    [Fact]
    public void No_day_outside_the_bounds_is_possible_and_doubt_is_never_certain() => Properties.Hold(
        from text in AnyText.Where(text => Edtf.TryParse(text, out _, out _))
        from offset in Gen.Choose(-3000, 3000)
        select (text, day: new DateOnly(2018, 6, 1).AddDays(offset)),
        x =>
        {
            var value = Edtf.Parse(x.text);
            var answer = value.Overlaps(new DayRange(x.day, x.day));
            return (value.Hull.Contains(x.day) || answer == No)
                && (answer != Certainly || !value.Spans.All(span => span.Doubtful));
        });

    [Fact]
    public void Any_text_is_read_or_refused_with_a_reason() => Properties.Hold(
        Gen.Elements([.. "0123X-/.,[]{}?~% T"]).ListOf().Select(chars => string.Concat(chars)),
        text => Edtf.TryParse(text, out _, out var error) || error!.Length > 0,
        5000);
}
