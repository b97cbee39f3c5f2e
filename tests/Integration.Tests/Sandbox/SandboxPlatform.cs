using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Testing;
using Grpc.Core;
using Npgsql;

namespace EGovPlatform.Integration.Tests.Sandbox;

/// <summary>The owners, and Integration with a sandbox.</summary>
public sealed class SandboxPlatform : Owners
{
    public const string Workspace = "tryout";

    private SandboxService.SandboxServiceClient Sandbox => new(As("integration", "", Role.Operator));

    private EGovPlatform.Integration.V1.OperationService.OperationServiceClient Operations => new(As("integration", "", Role.Operator));

    public override Task<RunningService> StartAsync(string name, params IEnumerable<(string Key, string? Value)> settings) =>
        base.StartAsync(name, [("Sandbox:Workspace", Workspace), .. settings]);

    /// <summary>A channel for somebody of a workspace.</summary>
    public ChannelBase As(string service, string workspace, params Role[] roles) => Service(service).ChannelWith(TestIssuer.WorkspaceToken(workspace, roles));

    /// <summary>Starts a reset; answers with the name of its operation.</summary>
    public async Task<string> StartResetAsync() => (await Sandbox.ResetSandboxAsync(new ResetSandboxRequest())).Name;

    /// <summary>Waits until a reset has come so far.</summary>
    public Task ReachedAsync(string operation, long progress) =>
        Eventually.Async($"{progress} steps of the reset", async () => (await Operations.GetOperationAsync(new GetOperationRequest { Name = operation })).Progress >= progress);

    public Task CancelAsync(string operation) => Operations.CancelOperationAsync(new CancelOperationRequest { Name = operation }).ResponseAsync;

    public Task<Operation> DoneAsync(string operation) => Eventually.GetAsync(
        "the reset to end", async () => await Operations.GetOperationAsync(new GetOperationRequest { Name = operation }) is { Done: true } done ? done : null);

    /// <summary>Resets and waits for what it did.</summary>
    public async Task<SandboxResult> ResetAsync() => Result(await DoneAsync(await StartResetAsync()));

    public static SandboxResult Result(Operation done)
    {
        Assert.True(done.Error is null, done.Error?.Message);
        Assert.Equal(done.Total, done.Progress);
        return done.Response.Unpack<SandboxResult>();
    }

    /// <summary>Lets nothing be written to courses and editions, so that a reset waits there, until it is disposed.</summary>
    public async Task<NpgsqlConnection> HoldTrainingAsync()
    {
        var session = await Database("training").OpenAsync();
        await session.BeginTransactionAsync();
        await using var command = new NpgsqlCommand("lock table courses, course_editions in share mode", session);
        await command.ExecuteNonQueryAsync();
        return session;
    }

    /// <summary>Names of all live records of the sandbox, as they stand in the databases, in order.</summary>
    public async Task<IReadOnlyList<string>> LiveAsync()
    {
        var names = new List<string>();
        foreach (var owner in new[] { "countries", "activities", "training", "reporting" })
        {
            var live = await Database(owner).ScalarAsync<string>($"""
                select string_agg(format('select name from %I where workspace = ''{Workspace}'' and delete_time is null', table_name), ' union all ')
                from information_schema.columns where column_name = 'index_version' and table_schema = current_schema()
                """);
            names.AddRange(await Database(owner).ScalarAsync<string[]>($"select coalesce(array_agg(name), '{{}}') from ({live}) live"));
        }

        return [.. names.Order(StringComparer.Ordinal)];
    }
}
