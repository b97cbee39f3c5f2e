using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using EGovPlatform.Training.V1;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Sandbox;

/// <summary>Resets that are stopped, and that come at once.</summary>
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

    private ChannelBase Inside(string service, params Role[] roles) => platform.As(service, SandboxPlatform.Workspace, roles);

    private async Task IsSeedAsync(SandboxResult result)
    {
        Assert.Equal(9, result.Seeded.Count);
        Assert.Equal([.. result.Seeded.Order(StringComparer.Ordinal)], await platform.LiveAsync());
    }
}
