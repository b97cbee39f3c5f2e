using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService;
using EGovPlatform.ReportingService.Definitions;
using EGovPlatform.ReportingService.Projection;
using EGovPlatform.ReportingService.Snapshots;
using EGovPlatform.Resources;
using EGovPlatform.Testing;
using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Saved reports with parameters, and snapshots that stay what they were.</summary>
public sealed class SavedReportTests : IAsyncLifetime
{
    private TestDatabase database = null!;
    private RunningService service = null!;

    public async ValueTask InitializeAsync()
    {
        database = await TestDatabase.CreateAsync(MartUnderTest.Template);
        service = await RunningService.StartAsync(ReportingApp.Build,
            ("ConnectionStrings:reportingdb", database.ConnectionString), ("Personal:MasterKey", Convert.ToBase64String(new byte[32])));
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await new Projector().ApplyAsync(connection, Notices.Changes(), CancellationToken.None);
        await transaction.CommitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        await database.DisposeAsync();
    }

    [Fact]
    public async Task A_snapshot_keeps_its_answer_and_tells_when_it_was_touched()
    {
        var snapshots = new SnapshotService.SnapshotServiceClient(service.Channel(Role.Editor));
        var request = new CreateSnapshotRequest { SnapshotId = "june", Snapshot = new Snapshot { Title = "June", Report = Attendance() }, RequestId = Guid.NewGuid().ToString() };
        var taken = await snapshots.CreateSnapshotAsync(request);
        Assert.Equal(taken, await snapshots.CreateSnapshotAsync(request));
        Assert.Equal("about 240, 1 of 3 unknown", JsonOf(taken).Summary.Rows[0].Values[0].Sum.Text);
        var verified = await snapshots.VerifySnapshotAsync(new VerifySnapshotRequest { Name = taken.Name });
        Assert.Equal((true, true, taken.Digest), (verified.Intact, verified.SameNow, verified.Digest));

        await ApplyAsync(More());
        verified = await snapshots.VerifySnapshotAsync(new VerifySnapshotRequest { Name = taken.Name });
        Assert.Equal((true, false), (verified.Intact, verified.SameNow));

        var refused = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync("update snapshots set body = body || '\\x00'"));
        Assert.Contains("never changes", refused.MessageText, StringComparison.Ordinal);
        await ExecuteAsync("alter table snapshots disable trigger snapshot_stays");
        var touched = taken.Clone();
        touched.Data = Google.Protobuf.ByteString.CopyFromUtf8(taken.Data.ToStringUtf8().Replace("about 240", "about 540", StringComparison.Ordinal));
        await using (var command = NpgsqlDataSource.Create(database.ConnectionString).CreateCommand("update snapshots set body = $1"))
        {
            command.Parameters.Add(new() { Value = Google.Protobuf.MessageExtensions.ToByteArray(touched) });
            await command.ExecuteNonQueryAsync();
        }

        Assert.False((await snapshots.VerifySnapshotAsync(new VerifySnapshotRequest { Name = taken.Name })).Intact);
    }

    [Fact]
    public async Task A_public_snapshot_holds_and_shows_what_anyone_may_see()
    {
        var editor = new SnapshotService.SnapshotServiceClient(service.Channel(Role.Editor));
        var partner = new SnapshotService.SnapshotServiceClient(service.Channel(Role.Partner));
        var ours = await editor.CreateSnapshotAsync(new CreateSnapshotRequest { Snapshot = new Snapshot { Title = "Ours", Report = Attendance() } });
        var open = await editor.CreateSnapshotAsync(new CreateSnapshotRequest { Snapshot = new Snapshot { Title = "Open", Report = Attendance(), PublicOnly = true } });
        Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(async () => await partner.GetSnapshotAsync(new GetRequest { Name = ours.Name }))).StatusCode);
        Assert.Equal(open, await partner.GetSnapshotAsync(new GetRequest { Name = open.Name }));
        Assert.True((await partner.VerifySnapshotAsync(new VerifySnapshotRequest { Name = open.Name })).SameNow);
    }

    [Fact]
    public async Task A_saved_report_takes_parameters()
    {
        var definitions = new ReportDefinitionService.ReportDefinitionServiceClient(service.Channel(Role.Editor));
        var saved = await definitions.CreateReportDefinitionAsync(new CreateReportDefinitionRequest
        {
            ReportDefinitionId = "attendance-of",
            ReportDefinition = new ReportDefinition
            {
                Titles = { new Name { Text = "Attendance" } },
                Report = new ReportSpec { Summary = new SummarizeRequest { Measures = { "attendance" }, Filter = "country:{country}" } },
                Parameters = { new ReportParameter { Key = "country", DefaultValue = "PE" } },
            },
        });
        Assert.Equal("about 240", (await definitions.RunReportAsync(new RunReportRequest { Name = saved.Name })).Summary.Rows[0].Values[0].Sum.Text);
        Assert.Equal("unknown (1 of 1)", (await definitions.RunReportAsync(new RunReportRequest { Name = saved.Name, Parameters = { ["country"] = "PY" } })).Summary.Rows[0].Values[0].Sum.Text);
        var error = await Assert.ThrowsAsync<RpcException>(async () => await definitions.RunReportAsync(new RunReportRequest { Name = saved.Name, Parameters = { ["land"] = "PY" } }));
        Assert.Equal("parameters[land]", Assert.Single(error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations).Field);
    }

    [Fact]
    public async Task A_saved_report_is_refused_with_everything_wrong_in_it()
    {
        var definitions = new ReportDefinitionService.ReportDefinitionServiceClient(service.Channel(Role.Editor));
        var wrong = new ReportDefinition
        {
            Report = new ReportSpec { Summary = new SummarizeRequest { Filter = "year = {jahr}" } },
            Parameters = { new ReportParameter { Key = "Year" }, new ReportParameter { Key = "today", DefaultValue = "x" } },
            Schedule = new ReportSchedule { Unit = ScheduleUnit.Month, FirstDay = "soon" },
        };
        var error = await Assert.ThrowsAsync<RpcException>(async () => await definitions.CreateReportDefinitionAsync(new CreateReportDefinitionRequest { ReportDefinition = wrong }));
        Assert.Equal(["titles", "parameters[0].key", "parameters[1].key", "parameters", "parameters[0].default_value", "schedule.first_day"],
            error.GetRpcStatus()!.GetDetail<Google.Rpc.BadRequest>()!.FieldViolations.Select(f => f.Field));
    }

    [Fact]
    public async Task Replicas_take_a_scheduled_snapshot_once_for_each_day_it_is_due()
    {
        var definitions = new ReportDefinitionService.ReportDefinitionServiceClient(service.Channel(Role.Editor));
        await definitions.CreateReportDefinitionAsync(new CreateReportDefinitionRequest
        {
            ReportDefinitionId = "monthly",
            ReportDefinition = new ReportDefinition
            {
                Titles = { new Name { Text = "Monthly" } },
                Report = new ReportSpec { Summary = new SummarizeRequest { Measures = { "engagements" }, Filter = "year = {last_year}" } },
                Schedule = new ReportSchedule { Unit = ScheduleUnit.Month, FirstDay = "2029-01-31" },
            },
        });
        var clock = new Clock { Now = new DateTimeOffset(2029, 2, 28, 8, 0, 0, TimeSpan.Zero) };
        var replicas = Enumerable.Range(0, 4).Select(_ => Scheduler(clock)).ToList();
        var taken = (await Task.WhenAll(replicas.Select(r => r.RunDueAsync(CancellationToken.None)))).SelectMany(t => t);
        Assert.Equal(["snapshots/monthly-2029-02-28"], taken);
        Assert.Empty(await replicas[0].RunDueAsync(CancellationToken.None));
        clock.Now = clock.Now.AddDays(31);
        Assert.Equal(["snapshots/monthly-2029-03-31"], await replicas[1].RunDueAsync(CancellationToken.None));

        var snapshot = await new SnapshotService.SnapshotServiceClient(service.Channel(Role.Viewer)).GetSnapshotAsync(new GetRequest { Name = "snapshots/monthly-2029-03-31" });
        Assert.Equal(("reportDefinitions/monthly", "year = 2028"), (snapshot.ReportDefinition, snapshot.Report.Summary.Filter));
    }

    [Theory]
    [InlineData(ScheduleUnit.Day, 1, "2018-05-28", "2018-05-28", "2018-05-28")]
    [InlineData(ScheduleUnit.Day, 3, "2018-05-28", "2018-06-02", "2018-05-31")]
    [InlineData(ScheduleUnit.Week, 2, "2018-05-28", "2018-06-10", "2018-05-28")]
    [InlineData(ScheduleUnit.Month, 1, "2018-01-31", "2018-03-30", "2018-02-28")]
    [InlineData(ScheduleUnit.Month, 1, "2018-01-31", "2018-03-31", "2018-03-31")]
    [InlineData(ScheduleUnit.Quarter, 1, "2018-01-01", "2018-12-31", "2018-10-01")]
    [InlineData(ScheduleUnit.Year, 1, "2016-02-29", "2019-01-01", "2018-02-28")]
    [InlineData(ScheduleUnit.Month, 1, "2018-05-28", "2018-05-27", null)]
    public void Days_on_which_it_is_due(ScheduleUnit unit, int every, string first, string today, string? due) =>
        Assert.Equal(due, Schedules.LastDue(new ReportSchedule { Unit = unit, Every = every, FirstDay = first }, Schedules.Day(today)!.Value)?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));

    private ReportScheduler Scheduler(TimeProvider time)
    {
        var services = service.Services;
        return new ReportScheduler(services.GetRequiredService<NpgsqlDataSource>(), services.GetRequiredService<Resource<Snapshot>>(),
            new SnapshotTaker(services.GetRequiredService<ReportRunner>(), time), time, NullLogger<ReportScheduler>.Instance);
    }

    private async Task ApplyAsync(IReadOnlyList<Change> changes)
    {
        await using var connection = await database.OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await new Projector().ApplyAsync(connection, changes, CancellationToken.None);
        await transaction.CommitAsync();
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = await database.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static List<Change> More()
    {
        var changes = Notices.Changes();
        var seminar = Activities.V1.Engagement.Parser.ParseFrom(changes.First(c => c.Name == "engagements/korea-peru-seminar-2018").Body);
        seminar.Attendance[0].Value = 150;
        var log = ChangeLog.After(changes);
        log.Add(seminar.Name, seminar);
        return log.Changes;
    }

    private static RunReportResponse JsonOf(Snapshot snapshot) => Google.Protobuf.JsonParser.Default.Parse<RunReportResponse>(snapshot.Data.ToStringUtf8());

    private static ReportSpec Attendance() => new() { Summary = new SummarizeRequest { Measures = { "attendance" } } };

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; }

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
