using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Sandbox;

/// <summary>Resets that are stopped, that come at once, and that find booked money.</summary>
public sealed class ResetTests(SandboxPlatform platform) : IClassFixture<SandboxPlatform>
{
    [Theory]
    [InlineData("clearing", 1)]
    [InlineData("seeding", 13)]
    public async Task One_that_is_stopped_has_done_a_part_and_the_next_does_the_rest(string during, long reached)
    {
        await platform.ResetAsync();
        if (during == "seeding")
        {
            // What Training has goes first, so that the reset waits for the course of the new seed and not for the old one.
            var courses = new CourseService.CourseServiceClient(Inside("training", Role.Editor, Role.Approver, Role.TrainingOfficer));
            var editions = new CourseEditionService.CourseEditionServiceClient(Inside("training", Role.Editor, Role.Approver, Role.TrainingOfficer));
            var course = await courses.GetCourseAsync(new GetRequest { Name = "courses/~sandbox~course" });
            foreach (var edition in (await editions.ListCourseEditionsAsync(new ListRequest { Parent = course.Name })).CourseEditions)
            {
                await editions.DeleteCourseEditionAsync(new DeleteRequest { Name = edition.Name });
            }

            await courses.DeleteCourseAsync(new DeleteRequest { Name = course.Name });
        }

        string operation;
        await using (await platform.HoldTrainingAsync())
        {
            operation = await platform.StartResetAsync();
            await platform.ReachedAsync(operation, reached);
            await platform.CancelAsync(operation);
        }

        var stopped = await platform.DoneAsync(operation);
        Assert.Equal(((int)StatusCode.Cancelled, reached + 1), (stopped.Error?.Code, stopped.Progress));
        Assert.True(stopped.CancelRequested);

        // Of nine, two are deleted, or seven are there anew.
        Assert.Equal(7, (await platform.LiveAsync()).Count);
        var next = await platform.ResetAsync();
        Assert.Equal((7, 0), (next.Deleted, next.KeptCount));
        await IsSeedAsync(next);
    }

    [Fact]
    public async Task A_second_one_meanwhile_ends_and_says_why()
    {
        await platform.ResetAsync();
        string first;
        await using (await platform.HoldTrainingAsync())
        {
            first = await platform.StartResetAsync();
            await platform.ReachedAsync(first, 1);
            var second = await platform.DoneAsync(await platform.StartResetAsync());
            Assert.Equal(((int)StatusCode.Aborted, 0L), (second.Error?.Code, second.Progress));
        }

        await IsSeedAsync(SandboxPlatform.Result(await platform.DoneAsync(first)));
    }

    [Fact]
    public async Task Of_many_at_once_one_runs_at_a_time_and_no_record_is_there_twice()
    {
        var ended = await Task.WhenAll((await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => platform.StartResetAsync()))).Select(platform.DoneAsync));

        var ran = ended.Where(o => o.Error is null).Select(SandboxPlatform.Result).ToList();
        Assert.NotEmpty(ran);
        Assert.All(ended, o => Assert.True(o.Error is null or { Code: (int)StatusCode.Aborted }, o.Error?.Message));
        var live = await platform.LiveAsync();
        await IsSeedAsync(Assert.Single(ran, r => r.Seeded.Contains(live[0])));
    }

    [Fact]
    public async Task Booked_entries_stay_with_what_they_name_and_the_new_seed_has_no_money()
    {
        await platform.ResetAsync();
        var entries = new LedgerEntryService.LedgerEntryServiceClient(Inside("activities", Role.Editor, Role.Approver));
        var projects = new ProjectService.ProjectServiceClient(Inside("activities", Role.Editor, Role.Approver));
        var balances = new LedgerService.LedgerServiceClient(Inside("activities", Role.Viewer));
        var project = await projects.GetProjectAsync(new GetRequest { Name = "projects/~sandbox~master-plan" });
        var booked = await DraftAsync();
        await entries.SubmitLedgerEntryAsync(new TransitionRequest { Name = booked.Name });
        var draft = await DraftAsync();
        var balance = await balances.GetBalanceAsync(new GetBalanceRequest { Activity = project.Name });
        Assert.NotEmpty(balance.Comparisons);

        foreach (var _ in Enumerable.Range(0, 2))
        {
            var result = await platform.ResetAsync();

            Assert.Equal(
                [(booked.Name, "FIELD_LOCKED"), (project.Name, "STILL_REFERENCED")],
                result.Kept.Select(k => (k.Record, k.Reason)).OrderBy(k => k.Record, StringComparer.Ordinal));
            Assert.DoesNotContain(draft.Name, await platform.LiveAsync());
            Assert.Empty((await projects.GetProjectAsync(new GetRequest { Name = project.Name })).Program);
            Assert.Equal([.. result.Seeded.Concat([booked.Name, project.Name]).Order(StringComparer.Ordinal)], await platform.LiveAsync());
            Assert.Equal(balance.Comparisons, (await balances.GetBalanceAsync(new GetBalanceRequest { Activity = project.Name })).Comparisons);
            var anew = await projects.GetProjectAsync(new GetRequest { Name = "projects/~sandbox~master-plan" });
            Assert.Contains(anew.Name, result.Seeded);
            Assert.Empty((await balances.GetBalanceAsync(new GetBalanceRequest { Activity = anew.Name })).Comparisons);
        }

        async Task<LedgerEntry> DraftAsync() => await entries.CreateLedgerEntryAsync(new CreateLedgerEntryRequest
        {
            LedgerEntry = new LedgerEntry { Activity = project.Name, Date = new DateValue { Edtf = "2026-03-05" }, Money = new Money { Amount = "1000", CurrencyCode = "KRW", Kind = MoneyKind.Approved } },
        });
    }

    private ChannelBase Inside(string service, params Role[] roles) => platform.As(service, SandboxPlatform.Workspace, roles);

    private async Task IsSeedAsync(SandboxResult result)
    {
        Assert.Equal(9, result.Seeded.Count);
        Assert.Equal([.. result.Seeded.Order(StringComparer.Ordinal)], await platform.LiveAsync());
    }
}
