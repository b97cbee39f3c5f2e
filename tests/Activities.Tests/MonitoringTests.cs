using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>How a project stands: dates that moved, reports, targets and results.</summary>
public sealed class MonitoringTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Approver => fixture.Service.Channel(Role.Editor, Role.Approver);

    private MilestoneService.MilestoneServiceClient Milestones => new(Approver);

    private StatusReportService.StatusReportServiceClient Reports => new(Approver);

    private IndicatorService.IndicatorServiceClient Indicators => new(Approver);

    [Fact]
    public async Task A_milestone_keeps_every_date_and_knows_its_slip()
    {
        var project = await ProjectAsync();
        var milestone = await Milestones.CreateMilestoneAsync(new CreateMilestoneRequest { Parent = project, Milestone = new Milestone { Titles = { new Name { Text = "Plan accepted" } }, Planned = { Planned("2017-10-01", "2017-07-11") } } });
        Assert.Null(milestone.Slip);

        milestone.Planned.Add(Planned("2017-11-15", "2017-09-20"));
        milestone = await Milestones.UpdateMilestoneAsync(new UpdateMilestoneRequest { Milestone = milestone });
        Assert.Equal((45, "45 days"), (milestone.Slip.MostDays, milestone.Slip.Text));
        var rewritten = milestone.Clone();
        rewritten.Planned.RemoveAt(0);
        Assert.Equal([("planned", "PLAN_LOST")], await Refused.InvalidAsync(() => Milestones.UpdateMilestoneAsync(new UpdateMilestoneRequest { Milestone = rewritten })));

        Assert.Equal([("record.transitions", "REASON"), ("record.transitions", "DECIDED_BY")], await Refused.InvalidAsync(() => Milestones.PostponeMilestoneAsync(new TransitionRequest { Name = milestone.Name })));
        await Milestones.PostponeMilestoneAsync(new TransitionRequest { Name = milestone.Name, Reason = "Data missing", DecidedBy = "The council", Known = new DateValue { Edtf = "2017-11-10" } });
        Assert.Equal([("planned", "REQUIRED")], await Refused.InvalidAsync(() => Milestones.ReplanMilestoneAsync(new TransitionRequest { Name = milestone.Name })));
        Assert.Equal([("reached", "REQUIRED")], await Refused.InvalidAsync(() => Milestones.ReachMilestoneAsync(new TransitionRequest { Name = milestone.Name })));
        await Milestones.UpdateMilestoneAsync(new UpdateMilestoneRequest { Milestone = new Milestone { Name = milestone.Name, Planned = { milestone.Planned, Planned("2017-12", "2017-11-10") } } });
        await Milestones.ReplanMilestoneAsync(new TransitionRequest { Name = milestone.Name });
        await Milestones.UpdateMilestoneAsync(new UpdateMilestoneRequest { Milestone = new Milestone { Name = milestone.Name, Reached = new DateValue { Edtf = "2018-01-05" } } });
        var reached = await Milestones.ReachMilestoneAsync(new TransitionRequest { Name = milestone.Name });
        Assert.Equal((3, "96 days"), (reached.Planned.Count, reached.Slip.Text));
    }

    [Fact]
    public async Task A_report_that_falls_behind_an_earlier_one_is_kept_with_a_warning()
    {
        var project = await ProjectAsync();
        await ReportAsync(project, "2017-09-30", 40);
        var fallen = await ReportAsync(project, "2017-10-31", 35);
        Assert.Contains(("progress", "PROGRESS_FELL"), fallen.Record.Warnings.Select(w => (w.FieldPath, w.Rule)));
        Assert.Equal(
            [("health", "REQUIRED"), ("date", "REQUIRED"), ("progress", "RANGE")],
            await Refused.InvalidAsync(() => Reports.CreateStatusReportAsync(new CreateStatusReportRequest { Parent = project, StatusReport = new StatusReport { Progress = 101 } })));
    }

    [Theory]
    [InlineData("20", Qualifier.Exact, TargetAnswer.Met, "100")]
    [InlineData("12", Qualifier.Exact, TargetAnswer.NotMet, "20")]
    [InlineData("20", Qualifier.About, TargetAnswer.PossiblyMet, "")]
    [InlineData("20", Qualifier.Over, TargetAnswer.Met, "")]
    [InlineData("12", Qualifier.AtLeast, TargetAnswer.PossiblyMet, "")]
    [InlineData("12", Qualifier.AtMost, TargetAnswer.NotMet, "")]
    [InlineData("", Qualifier.Unknown, TargetAnswer.Unknown, "")]
    public async Task A_target_is_met_not_met_or_open(string found, Qualifier qualifier, TargetAnswer answer, string percentage)
    {
        var stored = await IndicatorAsync(Value("10", "2017-07-01"), Value("20", "2017-12-31"), new IndicatorValue { Amount = found, Qualifier = qualifier, Date = new DateValue { Edtf = "2017-12-01" } });
        Assert.Equal((answer, percentage), (stored.Achievements.Single().Answer, stored.Achievements.Single().Percentage));
    }

    [Fact]
    public async Task What_was_found_after_the_date_says_nothing_of_the_target_and_less_may_be_better()
    {
        var late = await IndicatorAsync(Value("10", "2017-07-01"), Value("20", "2017-12-31"), Value("25", "2018-02-01"));
        Assert.Equal((TargetAnswer.Unknown, false), (late.Achievements[0].Answer, late.Achievements[0].HasActual));
        late.Descending = true;
        late.Targets[0] = Value("5", "2018-12-31");
        late.Actuals.Add(Value("6", "2018-11-01"));
        var days = await Indicators.UpdateIndicatorAsync(new UpdateIndicatorRequest { Indicator = late, UpdateMask = new() { Paths = { "descending", "targets", "actuals" } } });
        Assert.Equal((TargetAnswer.NotMet, 1, "80"), (days.Achievements[0].Answer, days.Achievements[0].Actual, days.Achievements[0].Percentage));
    }

    [Fact]
    public async Task One_answer_brings_it_together()
    {
        var project = await ProjectAsync();
        await Milestones.CreateMilestoneAsync(new CreateMilestoneRequest { Parent = project, Milestone = new Milestone { Titles = { new Name { Text = "Past" } }, Planned = { Planned("2017-10", "2017-07-11") } } });
        await Milestones.CreateMilestoneAsync(new CreateMilestoneRequest { Parent = project, Milestone = new Milestone { Titles = { new Name { Text = "Open" } }, Planned = { Planned("2017/..", "2017-07-11") } } });
        await ReportAsync(project, "2017-09-30", 40);
        await ReportAsync(project, "2017-08-31", 20);
        await new Ledger(fixture).BookAsync(Ledger.Entry(project, MoneyKind.Spent, "30"));

        var monitor = await new MonitorService.MonitorServiceClient(fixture.Service.Channel(Role.Viewer)).GetProjectMonitorAsync(new GetRequest { Name = project });
        Assert.Equal((2, DateAnswer.Certainly), (monitor.Milestones.Count, monitor.Overdue.Single().Answer));
        Assert.Equal(40, monitor.LatestReport.Progress);
        Assert.Equal(("1000 KRW", "30 KRW"), (monitor.Balance.Comparisons[0].RevisedBudget.Text, monitor.Balance.Comparisons[0].Spent.Text));
    }

    private async Task<string> ProjectAsync() => (await new ProjectService.ProjectServiceClient(Approver).CreateProjectAsync(new CreateProjectRequest { Project = Sample.Project("", "1000") })).Name;

    private async Task<StatusReport> ReportAsync(string project, string day, int progress) => await Reports.CreateStatusReportAsync(new CreateStatusReportRequest
    {
        Parent = project,
        StatusReport = new StatusReport { Date = new DateValue { Edtf = day }, Progress = progress, Health = ProjectHealth.OnTrack, Narrative = "Interviews are held" },
    });

    private async Task<Indicator> IndicatorAsync(IndicatorValue baseline, IndicatorValue target, IndicatorValue actual) => await Indicators.CreateIndicatorAsync(new CreateIndicatorRequest
    {
        Parent = await ProjectAsync(),
        Indicator = new Indicator { Kind = IndicatorKind.Output, Titles = { new Name { Text = "People trained" } }, Measure = IndicatorMeasure.Unit, Unit = "people", Baseline = baseline, Targets = { target }, Actuals = { actual } },
    });

    private static IndicatorValue Value(string amount, string day) => new() { Amount = amount, Date = new DateValue { Edtf = day } };

    private static PlannedDate Planned(string date, string stated) => new() { Planned = new DateValue { Edtf = date }, Stated = new DateValue { Edtf = stated } };
}
