using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using Grpc.Core;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Valid, known and recorded are three different questions.</summary>
public sealed class TimeTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    [Fact]
    public async Task Before_it_was_published_nobody_knew_of_the_caravan()
    {
        var before = await notices.Mart.BriefAsync("countries/PE", knownOn: "2018-05-01");
        Assert.Empty(before.Delegations);
        Assert.Empty(before.Engagements);
        var after = await notices.Mart.BriefAsync("countries/PE", knownOn: "2018-06-04");
        Assert.Equal("delegations/latin-america-caravan-2018", Assert.Single(after.Delegations).Name);
    }

    [Fact]
    public async Task On_its_day_the_seminar_is_there()
    {
        var brief = await notices.Mart.BriefAsync("countries/PE", validOn: "2018-05-28");
        var answers = brief.Engagements.ToDictionary(e => e.Name, e => e.Answer, StringComparer.Ordinal);
        Assert.Equal(DateAnswer.Certainly, answers["engagements/korea-peru-seminar-2018"]);
        Assert.Equal(DateAnswer.Possibly, answers["engagements/san-isidro-meeting-2018"]);
        Assert.DoesNotContain("engagements/lima-smart-city-forum-2018", answers.Keys);
    }

    [Theory]
    [InlineData("2018-05-28", "3", 1, 2)]
    [InlineData("2018-05-30", "2", 0, 2)]
    public async Task Counts_certain_and_possible_apart(string day, string sum, int certainly, int possibly)
    {
        var value = await notices.Mart.OneAsync("engagements", times: new ReportTimes { ValidOn = day });
        Assert.Equal((sum, certainly, possibly), (value.Sum.Text, (int)value.Certainly, (int)value.Possibly));
    }

    [Theory]
    [InlineData("2017-08-31", 1, 1)]
    [InlineData("2017-10-01", 2, 1)]
    public async Task An_agreement_is_in_effect_from_its_signing_on(string day, int certainly, int possibly)
    {
        var value = await notices.Mart.OneAsync("agreements", times: new ReportTimes { ValidOn = day });
        Assert.Equal((certainly, possibly), ((int)value.Certainly, (int)value.Possibly));
    }

    [Fact]
    public async Task What_was_recorded_later_is_not_in_an_earlier_report()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var changes = Notices.Changes();
        var seminar = Engagement.Parser.ParseFrom(changes.First(c => c.Name == "engagements/korea-peru-seminar-2018").Body);
        seminar.Attendance[0].Value = 150;
        var log = ChangeLog.After(changes);
        var corrected = log.Add(seminar.Name, seminar);
        await mart.ApplyAsync([.. changes, corrected]);

        var before = corrected.RecordedTime.ToDateTime().AddMilliseconds(-1).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("about 270, 1 of 3 unknown", (await mart.OneAsync("attendance")).Sum.Text);
        Assert.Equal("about 240, 1 of 3 unknown", (await mart.OneAsync("attendance", times: new ReportTimes { RecordedOn = before })).Sum.Text);
        Assert.Equal("nothing recorded", (await mart.OneAsync("attendance", times: new ReportTimes { RecordedOn = "2025-12-31" })).Sum.Text);
    }

    [Fact]
    public async Task Names_every_time_that_cannot_be_read()
    {
        var times = new ReportTimes { ValidOn = "28 May", KnownOn = "2018-05", RecordedOn = "yesterday" };
        var error = await Assert.ThrowsAsync<RpcException>(() => notices.Mart.OneAsync("agreements", times: times));
        Assert.Equal(["times.valid_on", "times.known_on", "times.recorded_on"], error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(f => f.Field));
    }
}
