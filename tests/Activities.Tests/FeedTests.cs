using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>The change feed: history, paging by position, and following it live.</summary>
public sealed class FeedTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChangeService.ChangeServiceClient Changes => new(fixture.Service.Channel(Role.Service));

    private ProgramService.ProgramServiceClient Programs => new(fixture.Service.Channel(Role.Editor));

    [Fact]
    public async Task A_watcher_sees_each_change_once_in_order_and_can_resume()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(90));
        var start = (await Changes.ListChangesAsync(new ListChangesRequest(), cancellationToken: stop.Token)).LastPosition;
        using var watch = Changes.WatchChanges(new WatchRequest { AfterPosition = start }, cancellationToken: stop.Token);
        var created = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "watched" } } } }, cancellationToken: stop.Token);
        await Programs.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = created.Name, Aims = { "second" } } }, cancellationToken: stop.Token);

        var first = await NextAsync(watch, stop.Token);
        var second = await NextAsync(watch, stop.Token);

        Assert.Equal((created.Name, 1L, "created"), (first.Name, first.Version, first.Kind));
        Assert.Equal((created.Name, 2L, "updated"), (second.Name, second.Version, second.Kind));
        Assert.Equal(first.Position + 1, second.Position);
        Assert.Equal("second", Program.Parser.ParseFrom(second.Body).Aims[0]);
        Assert.Contains("aims", second.ChangedPaths);

        using var resumed = Changes.WatchChanges(new WatchRequest { AfterPosition = first.Position }, cancellationToken: stop.Token);
        Assert.Equal(second, await NextAsync(resumed, stop.Token));
    }

    [Fact]
    public async Task History_of_one_record_is_whole_and_chained()
    {
        var created = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "history" } } }, Reason = "entered" });
        await Programs.DeleteProgramAsync(new DeleteRequest { Name = created.Name, Reason = "by mistake" });
        await Programs.UndeleteProgramAsync(new UndeleteRequest { Name = created.Name });

        await Eventually.PassesAsync("three positions", async () =>
        {
            var history = await Changes.ListChangesAsync(new ListChangesRequest { Name = created.Name });
            Assert.Equal(["created", "deleted", "undeleted"], history.Changes.Select(c => c.Kind));
            Assert.Equal(["entered", "by mistake", ""], history.Changes.Select(c => c.Reason));
            Assert.Equal(3, history.Changes.Select(c => c.Hash).Distinct().Count());
        });
    }

    [Fact]
    public async Task What_an_application_does_names_it_and_whom_it_acts_for()
    {
        var application = new ProgramService.ProgramServiceClient(fixture.Service.ChannelWith(TestIssuer.KeyToken("kim", "apiKeys/crm", Role.Editor)));
        var created = await application.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "by a key" } } } });
        await Programs.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = created.Name, Aims = { "by hand" } } });

        await Eventually.PassesAsync("two positions", async () => Assert.Equal(
            [("apiKeys/crm", "kim"), ("tester", "")],
            (await Changes.ListChangesAsync(new ListChangesRequest { Name = created.Name })).Changes.Select(c => (c.Actor, c.OnBehalfOf))));
    }

    [Fact]
    public async Task An_operator_follows_the_log_without_reading_records()
    {
        var created = await Programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "withheld" } } } });
        var operators = new ChangeService.ChangeServiceClient(fixture.Service.Channel(Role.Operator));

        await Eventually.PassesAsync("a position", async () =>
        {
            var whole = Assert.Single((await Changes.ListChangesAsync(new ListChangesRequest { Name = created.Name })).Changes);
            Assert.False(whole.Body.IsEmpty);
            var change = Assert.Single((await operators.ListChangesAsync(new ListChangesRequest { AfterPosition = whole.Position - 1, PageSize = 1 })).Changes);
            Assert.Equal((whole.Position, "created", whole.Hash), (change.Position, change.Kind, change.Hash));
            Assert.Equal(("", "", "", 0, true), (change.Name, change.Actor, change.Reason, change.ChangedPaths.Count, change.Body.IsEmpty));
            Assert.Empty((await operators.ListChangesAsync(new ListChangesRequest { Name = created.Name })).Changes);
        });
    }

    private static async Task<Change> NextAsync(AsyncServerStreamingCall<WatchResponse> watch, CancellationToken cancellation)
    {
        while (await watch.ResponseStream.MoveNext(cancellation))
        {
            if (watch.ResponseStream.Current is { Heartbeat: false } answer)
            {
                return answer.Change;
            }
        }

        throw new InvalidOperationException("The stream ended.");
    }
}
