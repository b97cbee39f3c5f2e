using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>Rules of delegations, engagements and follow-ups.</summary>
public sealed class RuleTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private ChannelBase Editor => fixture.Service.Channel(Role.Editor, Role.Approver);

    [Fact]
    public async Task A_promise_stays_open_until_someone_proves_it_done()
    {
        var followUps = new FollowUpService.FollowUpServiceClient(Editor);
        var origin = await new ProgramService.ProgramServiceClient(Editor).CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "origin" } } } });
        var promise = await followUps.CreateFollowUpAsync(new CreateFollowUpRequest { FollowUp = new FollowUp { Commitment = "Explore joint projects", Origin = origin.Name } });
        Assert.Equal([("owner", "REQUIRED")], await Refused.InvalidAsync(() => followUps.AssignFollowUpAsync(new TransitionRequest { Name = promise.Name })));
        await followUps.UpdateFollowUpAsync(new UpdateFollowUpRequest { FollowUp = new FollowUp { Name = promise.Name, Owner = new Party { AsPrinted = "A bureau" } } });
        await followUps.AssignFollowUpAsync(new TransitionRequest { Name = promise.Name });

        var early = await Assert.ThrowsAsync<RpcException>(async () => await followUps.CompleteFollowUpAsync(new TransitionRequest { Name = promise.Name }));
        Assert.Equal(StatusCode.InvalidArgument, early.StatusCode);
        Assert.Contains("evidence", early.Status.Detail, StringComparison.Ordinal);

        await followUps.UpdateFollowUpAsync(new UpdateFollowUpRequest { FollowUp = new FollowUp { Name = promise.Name, Record = new Record { Evidence = { new Evidence { Observation = "Project agreed", Present = true } } } } });
        Assert.Equal(FollowUpState.Done, (await followUps.CompleteFollowUpAsync(new TransitionRequest { Name = promise.Name })).State);
    }

    [Fact]
    public async Task Stated_against_listed_leaves_a_warning_not_a_refusal()
    {
        var delegations = new DelegationService.DelegationServiceClient(Editor);
        var stored = await delegations.CreateDelegationAsync(new CreateDelegationRequest
        {
            Delegation = new Delegation
            {
                Names = { new Name { Text = "delegation" } },
                Legs = { new Leg { Key = "a", Country = "countries/KH" } },
                Agencies = new StatedList { Stated = new Count { Value = 7, Qualifier = Qualifier.Exact, Counted = "agencies" }, Items = { new ListedItem { AsPrinted = "one" } }, Marker = "including" },
            },
        });

        Assert.Contains("STATED_MORE_THAN_LISTED", stored.Record.Warnings.Select(w => w.Rule));
        // The owner of countries is not running here, so the name stays to be verified.
        Assert.Equal(["countries/KH"], stored.Record.UnverifiedReferences);
    }

    [Fact]
    public async Task Filters_find_engagements_by_day_kind_and_country()
    {
        var engagements = new EngagementService.EngagementServiceClient(Editor);
        foreach (var (country, date, kind) in new[] { ("PE", "2018-05-29", EngagementKind.Forum), ("PY", "2018-06-01", EngagementKind.Forum), ("PE", "2018-05-28", EngagementKind.Seminar) })
        {
            await engagements.CreateEngagementAsync(new CreateEngagementRequest
            {
                Engagement = new Engagement { Kind = kind, Titles = { new Name { Text = $"{kind} {country}" } }, Country = $"countries/{country}", Date = new DateValue { Edtf = date } },
            });
        }

        async Task<int> Count(string filter) => (await engagements.ListEngagementsAsync(new ListRequest { Filter = filter })).Engagements.Count;

        Assert.Equal(2, await Count("kind = FORUM"));
        Assert.Equal(2, await Count("countries:PE"));
        Assert.Equal(1, await Count("countries:PE kind = FORUM valid_from >= 2018-05-29"));
        Assert.Equal(3, await Count("countries:PE OR countries:PY"));
        Assert.Equal(1, await Count("-countries:PE"));
        Assert.Equal(2, await Count("forum"));
    }

    [Fact]
    public async Task Pages_follow_one_another_without_gap_or_repeat()
    {
        var links = new LinkService.LinkServiceClient(Editor);
        var programs = new ProgramService.ProgramServiceClient(Editor);
        var ends = new[]
        {
            await programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "a" } } } }),
            await programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "b" } } } }),
        };
        for (var i = 0; i < 7; i++)
        {
            await links.CreateLinkAsync(new CreateLinkRequest { LinkId = $"page-{i}", Link = new Link { From = ends[0].Name, To = ends[1].Name, Kind = LinkKind.Supports, Note = $"n{i % 2}" } });
        }

        var seen = new List<string>();
        var request = new ListRequest { PageSize = 3, OrderBy = "kind desc, name desc", Filter = $"from = \"{ends[0].Name}\"" };
        do
        {
            var page = await links.ListLinksAsync(request);
            seen.AddRange(page.Links.Select(l => l.Name));
            request.PageToken = page.NextPageToken;
        }
        while (request.PageToken.Length > 0);

        Assert.Equal(Enumerable.Range(0, 7).Reverse().Select(i => $"links/page-{i}"), seen);
        request.PageToken = (await links.ListLinksAsync(new ListRequest { PageSize = 1, Filter = request.Filter })).NextPageToken;
        var other = await Assert.ThrowsAsync<RpcException>(async () => await links.ListLinksAsync(request));
        Assert.Equal(StatusCode.InvalidArgument, other.StatusCode);
    }
}
