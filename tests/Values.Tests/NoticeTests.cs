using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Training.V1;

namespace EGovPlatform.Values.Tests;

/// <summary>The values of two of the notices, as their records hold them.</summary>
public class NoticeTests
{
    private static DateValue Inferred(string edtf, string asPrinted) => new()
    {
        Edtf = edtf,
        AsPrinted = asPrinted,
        Inferred = { DatePart.Year },
        Ground = "the year of publication",
    };

    private static StatedList Listed(Count stated, int items, Count? unnamed = null)
    {
        var list = new StatedList { Stated = stated, Unnamed = unnamed, Marker = "including" };
        list.Items.AddRange(Enumerable.Range(1, items).Select(i => new ListedItem { Resource = $"things/{i}" }));
        return list;
    }

    private static string[] RulesOf(Google.Protobuf.IMessage message)
    {
        Assert.Empty(ValueValidator.Validate(message));
        ValueNormalizer.Normalize(message);
        return [.. ValueWarnings.For(message).Select(warning => $"{warning.Rule} {warning.FieldPath}")];
    }

    [Fact]
    public void The_course_has_about_15_officials_of_14_countries()
    {
        var course = new CourseEdition
        {
            Period = Inferred("2018-06-18/2018-06-22", "18-22 June"),
            Participants = { new Count { Value = 15, Qualifier = Qualifier.About, Counted = "senior officials", Basis = CountBasis.Attended } },
            Countries = Listed(new Count { Value = 14, Qualifier = Qualifier.Exact }, 14),
        };
        course.Countries.Exhaustive = true;
        Assert.Equal(["DATE_YEAR_INFERRED period"], RulesOf(course));
        Assert.Equal(ReconciliationState.Complete, course.Countries.Reconciliation.State);
        Assert.Equal("about 15", CountRules.Text(course.Participants[0]));
        Assert.Equal(("2018-06-18", "2018-06-22"), (course.Period.Earliest, course.Period.Latest));
        Assert.Equal(DateAnswer.Certainly, DateRules.RunningOn(course.Period, new DateOnly(2018, 6, 20)));
    }

    [Fact]
    public void The_delegation_of_may_has_9_meetings_stated_and_at_least_7_identified()
    {
        var delegation = new Delegation
        {
            Period = Inferred("2018-05-28/2018-06-01", "28 May - 1 June"),
            HeldMeetings = Listed(new Count { Value = 9, Qualifier = Qualifier.Exact }, 5, new Count { Value = 2, Qualifier = Qualifier.AtLeast }),
            Legs = { new Leg { Key = "peru", Period = new DateValue { Edtf = "2018-05-28/2018-05-29" } }, new Leg { Key = "paraguay", Period = new DateValue { Edtf = "2018-06-02" } } },
            Record = new Record
            {
                Claims =
                {
                    new Claim { FieldPath = "period", ValueJson = """{"edtf":"2018-05"}""", Source = new FactSource { Publication = "publications/course" } },
                    new Claim { FieldPath = "period", ValueJson = """{"edtf":"2018-05-28/2018-06-01"}""", Preferred = true },
                },
            },
        };
        Assert.Equal(
            ["RIVAL_VALUES period", "DATE_YEAR_INFERRED period", "DATE_OUTSIDE_PERIOD legs[1].period", "STATED_MORE_THAN_LISTED held_meetings"],
            RulesOf(delegation));
        Assert.Equal("9 stated, at least 7 identified, at most 2 missing", delegation.HeldMeetings.Reconciliation.Text);
        Assert.Equal("undated within 2018-Q2", DateBucket.Of(delegation.Period, DateUnit.Month).Key);
    }

    [Fact]
    public void Three_agreements_of_which_one_has_no_date()
    {
        Agreement Signed(DateValue? date) => new() { Instruments = { new Instrument { Kind = InstrumentKind.Signing, ActDate = date } } };
        var signed = new[] { Signed(null), Signed(new DateValue { Edtf = "2016" }), Signed(new DateValue { Edtf = "2017-09" }) };
        Assert.All(signed, agreement => Assert.Empty(RulesOf(agreement)));
        Assert.Equal(["undated", "2016", "2017"], signed.Select(agreement => DateBucket.Of(agreement.Instruments[0].ActDate, DateUnit.Year).Key));
        Assert.Equal(["undated", "undated within 2016", "2017-09"], signed.Select(agreement => DateBucket.Of(agreement.Instruments[0].ActDate, DateUnit.Month).Key));
        Assert.Equal(DateAnswer.Possibly, DateRules.OnOrBefore(signed[1].Instruments[0].ActDate, new DateOnly(2016, 6, 1)));
    }

    [Fact]
    public void Attendance_of_the_dated_events_is_about_240_with_one_unknown()
    {
        Count?[] attendance = [new Count { Value = 120, Qualifier = Qualifier.About }, new Count { Value = 120, Qualifier = Qualifier.About }, null];
        Assert.Equal("about 240, 1 of 3 unknown", CountRules.Sum(attendance).Text);
    }
}
