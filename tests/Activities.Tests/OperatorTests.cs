using System.Net;
using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Protobuf;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

/// <summary>What operators see and do about parked changes, and who may.</summary>
public sealed class OperatorTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private OperatorService.OperatorServiceClient Operator => new(fixture.Service.Channel(Role.Operator));

    [Fact]
    public async Task Parked_changes_are_listed_page_by_page_without_contents()
    {
        // What the other tests of this class leave is not in these pages.
        await fixture.Database.ScalarAsync<long>("with left_over as (delete from parked returning 1) select count(*) from left_over");
        await ParkAsync(1, 2, 3);
        var page = await Operator.ListParkedChangesAsync(new ListParkedChangesRequest { PageSize = 2 });
        var rest = await Operator.ListParkedChangesAsync(new ListParkedChangesRequest { PageSize = 2, PageToken = page.NextPageToken });

        Assert.Equal(["in-countries-1", "in-countries-2", "in-countries-3"], page.ParkedChanges.Concat(rest.ParkedChanges).Select(p => p.Name.Split('/')[^1]));
        Assert.Empty(rest.NextPageToken);
        var first = page.ParkedChanges[0];
        Assert.Equal(("countries/XX", "not readable", ParkedDirection.In, 1), (first.Resource, first.Reason, first.Direction, first.Attempts));
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Operator.ListParkedChangesAsync(new ListParkedChangesRequest { PageToken = "somewhere" }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);
    }

    [Fact]
    public async Task Dropping_one_needs_a_reason_and_leaves_its_trace()
    {
        await ParkAsync(11, 12);
        const string name = "services/activities/parkedChanges/in-countries-11";
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Operator.DropParkedChangeAsync(new DropParkedChangeRequest { Name = name }));
        Assert.Equal(StatusCode.InvalidArgument, refused.StatusCode);

        await Operator.DropParkedChangeAsync(new DropParkedChangeRequest { Name = name, Reason = "the country is not ours" });

        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>("select count(*) from parked where position in (11, 12)"));
        Assert.NotEqual(0L, await fixture.Database.ScalarAsync<long>($"select count(*) from read_audit where name = '{name}' and method like '%/DropParkedChange'"));
        refused = await Assert.ThrowsAsync<RpcException>(async () => await Operator.DropParkedChangeAsync(new DropParkedChangeRequest { Name = name, Reason = "again" }));
        Assert.Equal(StatusCode.NotFound, refused.StatusCode);
    }

    [Fact]
    public async Task Without_a_broker_a_retry_says_so_and_the_change_stays()
    {
        await ParkAsync(21);
        var refused = await Assert.ThrowsAsync<RpcException>(async () => await Operator.RetryParkedChangeAsync(new RetryParkedChangeRequest { Name = "services/activities/parkedChanges/in-countries-21" }));
        Assert.Equal(StatusCode.Unavailable, refused.StatusCode);
        Assert.Equal(1L, await fixture.Database.ScalarAsync<long>("select count(*) from parked where position = 21"));
        Assert.False((await Operator.GetMessagingStatusAsync(new GetMessagingStatusRequest())).Consuming);
    }

    [Fact]
    public async Task Only_operators_of_the_whole_installation_may()
    {
        await DeniedAsync(TestIssuer.Token(Role.Editor));
        await DeniedAsync(TestIssuer.Token(Role.Auditor));
        await DeniedAsync(TestIssuer.WorkspaceToken("health", Role.Operator));

        async Task DeniedAsync(string token)
        {
            var client = new OperatorService.OperatorServiceClient(fixture.Service.ChannelWith(token));
            foreach (var call in new Func<Task>[]
            {
                async () => await client.ListParkedChangesAsync(new ListParkedChangesRequest()),
                async () => await client.RetryParkedChangeAsync(new RetryParkedChangeRequest { Name = "services/activities/parkedChanges/in-countries-1" }),
                async () => await client.DropParkedChangeAsync(new DropParkedChangeRequest { Name = "services/activities/parkedChanges/in-countries-1", Reason = "no" }),
                async () => await client.GetMessagingStatusAsync(new GetMessagingStatusRequest()),
            })
            {
                Assert.Equal(StatusCode.PermissionDenied, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
            }
        }
    }

    private async Task ParkAsync(params long[] positions)
    {
        foreach (var position in positions)
        {
            var change = new Change { Service = "countries", Position = position, Name = "countries/XX", Version = 1, EventType = "egov.countries.country.created" };
            await fixture.Database.ScalarAsync<string>($"""
                insert into parked (direction, source, position, event_type, name, reason, change)
                values ('in', 'countries', {position}, '{change.EventType}', '{change.Name}', 'not readable', '\x{Convert.ToHexString(change.ToByteArray())}') returning name
                """);
        }
    }
}

/// <summary>A process that is about to end.</summary>
public sealed class DrainTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    [Fact]
    public async Task Who_watches_changes_does_not_hold_up_a_process_that_ends()
    {
        await using var service = await fixture.StartAnotherAsync(("Drain:Limit", "600"));
        using var watch = new ChangeService.ChangeServiceClient(service.Channel(Role.Auditor)).WatchChanges(new WatchRequest(), cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        var stopping = service.StopAsync(TestContext.Current.CancellationToken);

        await Eventually.Async("the process to have stopped", () => stopping.IsCompleted);
        var ended = await Assert.ThrowsAsync<RpcException>(async () =>
        {
            while (await watch.ResponseStream.MoveNext(TestContext.Current.CancellationToken))
            {
            }
        });
        Assert.Equal(StatusCode.Unavailable, ended.StatusCode);
    }

    [Fact]
    public async Task A_draining_process_is_not_ready_and_still_answers()
    {
        await using var service = await fixture.StartAnotherAsync(("Drain:Delay", "600"));
        using var http = service.Client(Role.Auditor);
        using var enough = new CancellationTokenSource();
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/health"));

        var stopping = service.StopAsync(enough.Token);

        await Eventually.Async("the process to say that it is not ready", async () => await StatusAsync("/health") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/alive"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("/v1/services/activities/changes"));
        await enough.CancelAsync();
        await Xunit.Record.ExceptionAsync(() => stopping);
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync("/alive"));

        async Task<HttpStatusCode> StatusAsync(string path)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
            return answer.StatusCode;
        }
    }
}
