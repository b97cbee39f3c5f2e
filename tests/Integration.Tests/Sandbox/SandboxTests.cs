using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Grpc.Core;

namespace EGovPlatform.Integration.Tests.Sandbox;

/// <summary>The reset of the sandbox, and what it does not touch.</summary>
public sealed class SandboxTests(SandboxPlatform platform) : IClassFixture<SandboxPlatform>
{
    private static readonly Role[] Staff = [Role.Editor, Role.Approver];

    private ProgramService.ProgramServiceClient Inside => new(platform.As("activities", SandboxPlatform.Workspace, Staff));

    [Fact]
    public async Task Every_record_of_the_sandbox_goes_and_the_seed_comes_under_the_same_identifiers()
    {
        var first = await platform.ResetAsync();
        var mine = await Inside.CreateProgramAsync(new CreateProgramRequest { Program = Named("mine") });
        var outside = await new ProgramService.ProgramServiceClient(platform.As("activities", "", Staff)).CreateProgramAsync(new CreateProgramRequest { Program = Named("of the installation") });
        var health = await new ProgramService.ProgramServiceClient(platform.As("activities", "health", Staff)).CreateProgramAsync(new CreateProgramRequest { Program = Named("of health") });
        var seeded = await Inside.GetProgramAsync(new GetRequest { Name = "programs/~sandbox~program" });
        Assert.Contains(seeded.Name, first.Seeded);

        var second = await platform.ResetAsync();

        Assert.Equal((SandboxPlatform.Workspace, first.Seeded.Count + 1, 0), (second.Workspace, second.Deleted, second.KeptCount));
        Assert.Equal(first.Seeded.Count, second.Seeded.Count);
        Assert.Empty(first.Seeded.Intersect(second.Seeded));
        Assert.NotNull((await Inside.GetProgramAsync(new GetRequest { Name = mine.Name })).DeleteTime);
        var anew = await Inside.GetProgramAsync(new GetRequest { Name = "programs/~sandbox~program" });
        Assert.Contains(anew.Name, second.Seeded);
        Assert.Equal(anew.Name, (await new EngagementService.EngagementServiceClient(platform.As("activities", SandboxPlatform.Workspace, Staff)).GetEngagementAsync(new GetRequest { Name = "engagements/~sandbox~forum" })).Program);
        Assert.Equal(outside, await new ProgramService.ProgramServiceClient(platform.As("activities", "", Staff)).GetProgramAsync(new GetRequest { Name = outside.Name }));
        Assert.Equal(health, await new ProgramService.ProgramServiceClient(platform.As("activities", "health", Staff)).GetProgramAsync(new GetRequest { Name = health.Name }));
        // Who asked and what did it stand in the log.
        Assert.Equal(1, await platform.Database("activities").ScalarAsync<long>(
            $"select count(*) from change where name = '{mine.Name}' and kind = 'deleted' and actor like 'services/integration/operations/%' and on_behalf_of <> '' and reason = 'Reset of the sandbox'"));
    }

    [Fact]
    public async Task A_circle_of_names_is_opened_and_what_others_name_is_kept_and_told()
    {
        await platform.ResetAsync();
        var followUps = new FollowUpService.FollowUpServiceClient(platform.As("activities", SandboxPlatform.Workspace, Staff));
        var program = await Inside.CreateProgramAsync(new CreateProgramRequest { Program = Named("one") });
        var first = await followUps.CreateFollowUpAsync(new CreateFollowUpRequest { FollowUp = new FollowUp { Commitment = "first", Origin = program.Name } });
        var second = await followUps.CreateFollowUpAsync(new CreateFollowUpRequest { FollowUp = new FollowUp { Commitment = "second", Origin = first.Name } });
        first.Became = second.Name;
        await followUps.UpdateFollowUpAsync(new UpdateFollowUpRequest { FollowUp = first, UpdateMask = new() { Paths = { "became" } } });
        var shown = Named("shown");
        shown.Record = new EGovPlatform.Common.V1.Record { Visibility = new Visibility { Level = VisibilityLevel.Public } };
        shown = await Inside.CreateProgramAsync(new CreateProgramRequest { Program = shown });
        var below = Named("below");
        below.ParentProgram = shown.Name;
        var outside = new ProgramService.ProgramServiceClient(platform.As("activities", "", Staff));
        below = await outside.CreateProgramAsync(new CreateProgramRequest { Program = below });

        var kept = Assert.Single((await platform.ResetAsync()).Kept);

        Assert.Equal((shown.Name, "STILL_REFERENCED"), (kept.Record, kept.Reason));
        Assert.DoesNotContain(below.Name, kept.Description, StringComparison.Ordinal);
        await outside.DeleteProgramAsync(new DeleteRequest { Name = below.Name });
        Assert.Empty((await platform.ResetAsync()).Kept);
    }

    [Fact]
    public async Task A_kept_record_leaves_its_identifier_to_the_new_seed()
    {
        await platform.ResetAsync();
        var seeded = await Inside.GetProgramAsync(new GetRequest { Name = "programs/~sandbox~program" });
        seeded.Record.Visibility = new Visibility { Level = VisibilityLevel.Public };
        await Inside.UpdateProgramAsync(new UpdateProgramRequest { Program = seeded, UpdateMask = new() { Paths = { "record.visibility" } } });
        var below = Named("below the seed");
        below.ParentProgram = seeded.Name;
        var outside = new ProgramService.ProgramServiceClient(platform.As("activities", "", Staff));
        below = await outside.CreateProgramAsync(new CreateProgramRequest { Program = below });

        Assert.Equal(seeded.Name, Assert.Single((await platform.ResetAsync()).Kept).Record);

        Assert.NotEqual(seeded.Name, (await Inside.GetProgramAsync(new GetRequest { Name = "programs/~sandbox~program" })).Name);
        await outside.DeleteProgramAsync(new DeleteRequest { Name = below.Name });
        Assert.Empty((await platform.ResetAsync()).Kept);
    }

    [Fact]
    public async Task Only_operators_of_the_installation_or_of_the_sandbox_reset_it_and_a_request_does_it_once()
    {
        foreach (var (workspace, role) in new[] { ("", Role.Editor), (SandboxPlatform.Workspace, Role.Approver), ("health", Role.Operator) })
        {
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await Sandbox(workspace, role).ResetSandboxAsync(new ResetSandboxRequest()));
            Assert.Equal(StatusCode.PermissionDenied, refused.StatusCode);
        }

        var request = new ResetSandboxRequest { RequestId = Guid.NewGuid().ToString() };
        var started = await Sandbox(SandboxPlatform.Workspace, Role.Operator).ResetSandboxAsync(request);
        Assert.Equal(started.Name, (await Sandbox(SandboxPlatform.Workspace, Role.Operator).ResetSandboxAsync(request)).Name);
        var operations = new EGovPlatform.Integration.V1.OperationService.OperationServiceClient(platform.As("integration", SandboxPlatform.Workspace, Role.Operator));
        await Eventually.Async("the reset to end", async () => (await operations.GetOperationAsync(new GetOperationRequest { Name = started.Name })).Done);
        Assert.Equal(started.Name, (await Sandbox(SandboxPlatform.Workspace, Role.Operator).ResetSandboxAsync(request)).Name);
    }

    [Fact]
    public async Task An_installation_without_a_sandbox_says_so()
    {
        await using var without = await platform.StartAsync("integration", ("Sandbox:Workspace", ""));
        var client = new SandboxService.SandboxServiceClient(without.Channel(Role.Operator));
        await Refused.WithAsync(StatusCode.FailedPrecondition, ErrorReason.NoSandbox, async () => await client.ResetSandboxAsync(new ResetSandboxRequest()));
    }

    private static EGovPlatform.Activities.V1.Program Named(string text) => new() { Names = { new Name { Text = text, LanguageCode = "en" } } };

    private SandboxService.SandboxServiceClient Sandbox(string workspace, Role role) => new(platform.As("integration", workspace, role));
}
