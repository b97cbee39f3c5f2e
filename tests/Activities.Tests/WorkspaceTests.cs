using EGovPlatform.Activities.V1;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Google.Rpc;
using Grpc.Core;

namespace EGovPlatform.Activities.Tests;

using Program = EGovPlatform.Activities.V1.Program;

/// <summary>Two governments share an installation: what is internal to one is not there for the other, on any way.</summary>
public sealed class WorkspaceTests(ActivitiesFixture fixture) : IClassFixture<ActivitiesFixture>
{
    private const string Other = "health";

    private ProgramService.ProgramServiceClient Home => new(fixture.Service.Channel(Role.Editor));

    private ProgramService.ProgramServiceClient Health => new(fixture.Service.ChannelWith(TestIssuer.WorkspaceToken(Other, Role.Editor)));

    [Fact]
    public async Task What_is_internal_to_a_workspace_is_not_there_for_another()
    {
        var made = await Health.CreateProgramAsync(New("secret of health", VisibilityLevel.Internal));

        Assert.Equal(Other, made.Record.Workspace);
        Assert.Equal(made, await Health.GetProgramAsync(new GetRequest { Name = made.Name }));
        Assert.Equal(StatusCode.NotFound, await Refused(() => Home.GetProgramAsync(new GetRequest { Name = made.Name })));
        Assert.Equal(StatusCode.NotFound, await Refused(() => Home.BatchGetProgramsAsync(new BatchGetRequest { Names = { made.Name } })));
        Assert.Empty((await Home.ListProgramsAsync(new ListRequest { Filter = "\"secret of health\"" })).Programs);
        Assert.Single((await Health.ListProgramsAsync(new ListRequest { Filter = "\"secret of health\"" })).Programs);
        Assert.Equal(StatusCode.NotFound, await Refused(() => Home.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = made.Name, Aims = { "x" } } })));
        Assert.Equal(StatusCode.NotFound, await Refused(() => Home.DeleteProgramAsync(new DeleteRequest { Name = made.Name })));
        Assert.Equal(StatusCode.AlreadyExists, await Refused(() => Home.CreateProgramAsync(New("x", VisibilityLevel.Internal, made.Name.Split('/')[1]))));
        Assert.Equal(StatusCode.NotFound, await Refused(() => Changes("", Role.Auditor).CompareVersionsAsync(new CompareVersionsRequest { Name = made.Name })));
    }

    [Fact]
    public async Task What_is_public_is_read_by_all_and_written_by_its_own()
    {
        var made = await Health.CreateProgramAsync(New("open to all", VisibilityLevel.Public));

        Assert.Equal(made, await Home.GetProgramAsync(new GetRequest { Name = made.Name }));
        Assert.Equal(StatusCode.PermissionDenied, await Refused(() => Home.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = made.Name, Aims = { "x" } } })));
        var moved = await Health.UpdateProgramAsync(new UpdateProgramRequest { Program = new Program { Name = made.Name, Aims = { "x" }, Record = new Record { Workspace = "", Visibility = made.Record.Visibility } } });
        Assert.Equal(Other, moved.Record.Workspace);
    }

    [Fact]
    public async Task The_log_shows_another_workspace_only_that_something_happened()
    {
        var made = await Health.CreateProgramAsync(New("logged", VisibilityLevel.Internal));
        await Eventually.PassesAsync("a position", async () =>
        {
            var own = Assert.Single((await Changes(Other, Role.Auditor).ListChangesAsync(new ListChangesRequest { Name = made.Name })).Changes);
            Assert.Equal((made.Name, Other, false), (own.Name, own.Workspace, own.Body.IsEmpty));
            var at = new ListChangesRequest { AfterPosition = own.Position - 1, PageSize = 1 };
            var seen = Assert.Single((await Changes("", Role.Auditor).ListChangesAsync(at)).Changes);
            Assert.Equal((own.Position, "", "", "", true), (seen.Position, seen.Name, seen.Workspace, seen.Actor, seen.Body.IsEmpty));
            Assert.Empty((await Changes("", Role.Auditor).ListChangesAsync(new ListChangesRequest { Name = made.Name })).Changes);
        });
    }

    [Fact]
    public async Task A_refusal_to_delete_names_nobody_elses_records()
    {
        var shown = await Home.CreateProgramAsync(New("open to both", VisibilityLevel.Public));
        await CreatePartAsync(Health, shown.Name);

        var (told, _) = await ToldAsync(() => Home.DeleteProgramAsync(new DeleteRequest { Name = shown.Name }));
        Assert.Equal(("", "0"), (told["referrers"], told["total"]));

        var own = await CreatePartAsync(Home, shown.Name);
        (told, _) = await ToldAsync(() => Home.DeleteProgramAsync(new DeleteRequest { Name = shown.Name }));
        Assert.Equal((own.Name, "1"), (told["referrers"], told["total"]));
    }

    [Fact]
    public async Task A_taken_identifier_names_no_holder_of_another_workspace()
    {
        var identifier = new ExternalIdentifier { Scheme = "erp", Value = Guid.NewGuid().ToString("N") };
        var request = New("with a number of its own", VisibilityLevel.Internal);
        request.Program.Record.ExternalIdentifiers.Add(identifier);
        var holder = await Health.CreateProgramAsync(request);

        var (told, error) = await ToldAsync(() => Home.CreateProgramAsync(request));
        Assert.Equal(StatusCode.AlreadyExists, error.StatusCode);
        Assert.Equal($"erp:{identifier.Value}", told["value"]);
        Assert.DoesNotContain(holder.Name, error.ToString() + string.Join(' ', told.Values), StringComparison.Ordinal);
        (told, _) = await ToldAsync(() => Health.CreateProgramAsync(request));
        Assert.Equal(holder.Name, told["name"]);
    }

    [Fact]
    public async Task What_is_not_there_for_a_caller_cannot_be_named_by_them()
    {
        var hidden = await Health.CreateProgramAsync(New("not to be guessed", VisibilityLevel.Internal));

        var (_, error) = await ToldAsync(() => CreatePartAsync(Home, hidden.Name));
        var (_, absent) = await ToldAsync(() => CreatePartAsync(Home, "programs/no-such"));
        Assert.Equal(absent.Status.Detail.Replace("programs/no-such", hidden.Name, StringComparison.Ordinal), error.Status.Detail);
        Assert.Equal(hidden.Name, (await CreatePartAsync(Health, hidden.Name)).ParentProgram);
    }

    private static Task<Program> CreatePartAsync(ProgramService.ProgramServiceClient programs, string parent) =>
        programs.CreateProgramAsync(new CreateProgramRequest { Program = new Program { Names = { new Name { Text = "A part" } }, ParentProgram = parent } }).ResponseAsync;

    private static async Task<(IReadOnlyDictionary<string, string> Told, RpcException Error)> ToldAsync<T>(Func<Task<T>> call)
    {
        var error = await Assert.ThrowsAsync<RpcException>(call);
        return (error.GetRpcStatus()!.GetDetail<ErrorInfo>()!.Metadata.AsReadOnly(), error);
    }

    private static Task<(IReadOnlyDictionary<string, string> Told, RpcException Error)> ToldAsync<T>(Func<AsyncUnaryCall<T>> call) => ToldAsync(async () => await call());

    private static CreateProgramRequest New(string name, VisibilityLevel level, string id = "") =>
        new() { ProgramId = id, Program = new Program { Names = { new Name { Text = name } }, Record = new Record { Visibility = new Visibility { Level = level } } } };

    private ChangeService.ChangeServiceClient Changes(string workspace, Role role) => new(fixture.Service.ChannelWith(TestIssuer.WorkspaceToken(workspace, role)));

    private static async Task<StatusCode> Refused<T>(Func<AsyncUnaryCall<T>> call) => (await Assert.ThrowsAsync<RpcException>(async () => await call())).StatusCode;
}
