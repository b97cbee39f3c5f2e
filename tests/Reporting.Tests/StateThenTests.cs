using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using Record = EGovPlatform.Common.V1.Record;

namespace EGovPlatform.Reporting.Tests;

/// <summary>A report by date shows the state records were in then, not the one they are in now.</summary>
public sealed class StateThenTests : IAsyncLifetime
{
    private MartUnderTest mart = null!;

    public async ValueTask InitializeAsync()
    {
        mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        var project = new Project { State = ProjectState.Pipeline, Names = { new Name { Text = "Live" } } };
        log.Add("projects/live", project.Clone());
        project.State = ProjectState.Implementation;
        project.Record = new Record { Transitions = { Move("IMPLEMENTATION", "2018-03-01", "2018-02-01") } };
        log.Add("projects/live", project.Clone());
        project.State = ProjectState.Closed;
        project.Record.Transitions.Add(Move("CLOSED", "2018-06", "2018-06-20"));
        log.Add("projects/live", project);
        log.Add("projects/past", new Project { State = ProjectState.Closed, Record = new Record { Historical = true, Transitions = { Move("CLOSED", "2017-12-31", "2018-01-15") } } });
        await mart.ApplyAsync(log.Changes);
    }

    public ValueTask DisposeAsync() => mart.DisposeAsync();

    [Theory]
    // What had taken effect.
    [InlineData("2018-02-28", "", "CLOSED PIPELINE")]
    [InlineData("2018-03-01", "", "CLOSED IMPLEMENTATION")]
    [InlineData("2018-06-15", "", "CLOSED CLOSED?")]
    [InlineData("2018-07-01", "", "CLOSED CLOSED")]
    // What had been announced.
    [InlineData("", "2018-01-31", "CLOSED PIPELINE")]
    [InlineData("", "2018-02-01", "CLOSED IMPLEMENTATION")]
    [InlineData("", "2018-06-19", "CLOSED IMPLEMENTATION")]
    [InlineData("", "2018-06-20", "CLOSED CLOSED")]
    // Announced for later: known, not yet in effect.
    [InlineData("2018-02-15", "2018-02-15", "CLOSED PIPELINE")]
    [InlineData("", "", "CLOSED CLOSED")]
    public async Task State_on_a_day(string validOn, string knownOn, string expected)
    {
        var page = await mart.Records.ListAsync(new ListReportRecordsRequest { Measure = "projects", Times = new ReportTimes { ValidOn = validOn, KnownOn = knownOn } }, MartUnderTest.Staff, CancellationToken.None);
        // A record of unknown date is possibly valid on any day; what is doubtful here is the state.
        Assert.Equal(expected, string.Join(' ', page.Records.OrderByDescending(r => r.Name).Select(r => r.State + (validOn == "2018-06-15" && r.Name == "projects/live" && !r.Certain ? "?" : ""))));
    }

    [Fact]
    public async Task Recorded_earlier_shows_the_version_and_the_parties_of_then()
    {
        var log = new ChangeLog();
        log.Add("organizations/agency", new Organization { Country = "countries/PE", Names = { new Name { Text = "Agency" } } });
        log.Add("engagements/e", new Engagement { State = EngagementState.Held, Parties = { new Party { Resource = "organizations/agency" } } });
        log.Add("organizations/agency", new Organization { Country = "countries/PY", Names = { new Name { Text = "Agency" } } });
        log.Add("links/same", new Link { From = "engagements/e", To = "engagements/other", Kind = LinkKind.SameAs });
        await mart.ApplyAsync(log.Changes);
        var then = log.Changes[1].RecordedTime.ToDateTime().AddMilliseconds(500).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("countries/PE", Assert.Single(await mart.SumAsync("engagements", "country", times: new ReportTimes { RecordedOn = then })).Dimensions[0].Key);
        Assert.Equal("0", (await mart.OneAsync("engagements")).Sum.Text);
    }

    [Fact]
    public async Task What_is_withdrawn_from_a_reader_is_not_shown_by_asking_for_then()
    {
        var partner = new EGovPlatform.Access.Caller("partner", new HashSet<Role> { Role.Partner }, ["countries/PE"], [], "");
        var log = new ChangeLog();
        log.Add("projects/open", new Project { Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } } });
        log.Add("projects/withdrawn", new Project { Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Public } } });
        log.Add("projects/withdrawn", new Project { Record = new Record { Visibility = new Visibility { Level = VisibilityLevel.Internal } } });
        await mart.ApplyAsync(log.Changes);
        var then = log.Changes[1].RecordedTime.ToDateTime().AddMilliseconds(500).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        var page = await mart.Records.ListAsync(new ListReportRecordsRequest { Measure = "projects", Times = new ReportTimes { RecordedOn = then } }, partner, CancellationToken.None);
        Assert.Equal(["projects/open"], page.Records.Select(r => r.Name));
    }

    private static Transition Move(string state, string effective, string known) => new() { State = $"PROJECT_STATE_{state}", Effective = new DateValue { Edtf = effective }, Known = new DateValue { Edtf = known } };
}
