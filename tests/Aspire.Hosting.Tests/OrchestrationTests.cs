using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Orchestration;
using Microsoft.Extensions.DependencyInjection;

namespace EGovPlatform.Aspire.Hosting.Tests;

public sealed class OrchestrationTests : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("egov-apphost-").FullName;
    private readonly IDistributedApplicationBuilder builder;
    private DistributedApplication? application;

    public OrchestrationTests() => builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions
    {
        Args = [$"--Aspire:DataDirectory={folder}", "--environment=Development"],
        DisableDashboard = true,
    });

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private ResourceBoard Board => application!.Services.GetRequiredService<ResourceBoard>();

    private Orchestrator Orchestrator => application!.Services.GetRequiredService<Orchestrator>();

    public async ValueTask DisposeAsync()
    {
        if (application is not null)
        {
            await application.DisposeAsync();
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Waiters_start_after_what_they_wait_for()
    {
        var first = Shell("first", "exit 0");
        var second = Shell("second", "exit 7").WaitForCompletion(first);
        var third = Shell("third", "sleep 1000").WaitForCompletion(second, exitCode: 7);
        var fourth = Shell("fourth", "sleep 1000").WaitFor(third);
        await StartAsync();
        var running = await StateAsync(fourth, ResourceStates.Running);
        Assert.Equal((ResourceStates.Finished, 0), (Board[first.Resource].State, Board[first.Resource].ExitCode));
        Assert.Equal((ResourceStates.Exited, 7), (Board[second.Resource].State, Board[second.Resource].ExitCode));
        Assert.True(Board[second.Resource].StartedAt >= Board[first.Resource].StoppedAt);
        Assert.True(Board[third.Resource].StartedAt >= Board[second.Resource].StoppedAt);
        Assert.True(running.StartedAt >= Board[third.Resource].StartedAt);
    }

    [Fact]
    public async Task Waiter_on_a_failed_step_does_not_start_and_says_why()
    {
        var step = Shell("step", "exit 3");
        var waiter = Shell("waiter", "sleep 1000").WaitForCompletion(step);
        await StartAsync();
        await StateAsync(waiter, ResourceStates.FailedToStart);
        Assert.Contains("step ended as Exited with code 3, not 0.", await LogAsync(waiter), StringComparison.Ordinal);
        Assert.False(await Orchestrator.ReadyAsync(Cancel));
    }

    [Fact]
    public async Task Program_that_does_not_exist_fails_to_start()
    {
        var lost = builder.AddExecutable("lost", "/no/such/program", ".");
        var free = builder.AddExecutable("elsewhere", "sh", "/no/such/folder");
        await StartAsync();
        await Task.WhenAll(StateAsync(lost, ResourceStates.Exited), StateAsync(free, ResourceStates.FailedToStart));
        Assert.Equal(127, Board[lost.Resource].ExitCode);
        Assert.Contains("cannot be started", await LogAsync(free), StringComparison.Ordinal);
    }

    [Fact]
    public async Task References_become_variables_and_secrets_stay_hidden()
    {
        var key = builder.AddParameter("key", () => "a-very-secret-key", secret: true);
        var cache = builder.AddRedis("cache");
        var other = Shell("other", "sleep 1000").WithHttpEndpoint(name: "http", env: "PORT").WithHttpEndpoint(name: "grpc");
        var reader = Shell("reader", "echo \"$ConnectionStrings__cache|$services__other__http__0|$services__other__grpc__0|$KEY\"; echo bad \"$KEY\" >&2")
            .WithReference(cache).WaitFor(cache).WithReference(other).WithEnvironment("KEY", key);
        await StartAsync();
        await StateAsync(reader, ResourceStates.Finished);
        var log = await LogAsync(reader);
        var port = Board[other.Resource].Environment.Single(e => e.Key == "PORT").Value;
        Assert.Contains($"|http://127.0.0.1:{port}|{other.GetEndpoint("grpc").Url}|********", log, StringComparison.Ordinal);
        Assert.Contains("127.0.0.1:", log.Split('|')[0], StringComparison.Ordinal);
        Assert.Contains("bad ********", log, StringComparison.Ordinal);
        Assert.Equal("********", Board[reader.Resource].Environment.Single(e => e.Key == "KEY").Value);
    }

    [Fact]
    public async Task Connection_strings_are_given_and_stay_hidden()
    {
        builder.Configuration["ConnectionStrings:broker"] = "amqp://one,two";
        var broker = builder.AddConnectionString("broker");
        var reader = Shell("reader", "test \"$ConnectionStrings__broker\" = amqp://one,two && echo \"$ConnectionStrings__broker\"").WithReference(broker).WaitFor(broker);
        var lost = Shell("lost", "exit 0").WithReference(builder.AddConnectionString("nothing"));
        await StartAsync();
        await Task.WhenAll(StateAsync(reader, ResourceStates.Finished), StateAsync(lost, ResourceStates.FailedToStart));
        Assert.Contains("********", await LogAsync(reader), StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__nothing", await LogAsync(lost), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_stop_start_and_run_what_the_host_added()
    {
        var given = "";
        var program = Shell("program", "sleep 1000").WithCommand("greet", "Greet", context =>
        {
            given = context.ResourceName;
            return Task.FromResult(CommandResults.Failure("no voice"));
        });
        await StartAsync();
        var name = (await StateAsync(program, ResourceStates.Running)).Name;
        Assert.Equal("no voice", (await Orchestrator.ExecuteAsync(name, "greet", Cancel)).ErrorMessage);
        Assert.Equal(name, given);
        Assert.False((await Orchestrator.ExecuteAsync(name, "start", Cancel)).Success);
        Assert.True((await Orchestrator.ExecuteAsync(name, "stop", Cancel)).Success);
        Assert.True(Board[program.Resource].IsTerminal);
        Assert.False((await Orchestrator.ExecuteAsync(name, "greet", Cancel)).Success);
        Assert.True((await Orchestrator.ExecuteAsync(name, "start", Cancel)).Success);
        var before = (await StateAsync(program, ResourceStates.Running)).Properties;
        Assert.True((await Orchestrator.ExecuteAsync(name, "restart", Cancel)).Success);
        Assert.NotEqual(before, (await StateAsync(program, ResourceStates.Running)).Properties);
        Assert.False((await Orchestrator.ExecuteAsync("nobody", "stop", Cancel)).Success);
    }

    [Fact]
    public async Task Databases_given_by_connection_string_need_no_server()
    {
        builder.Configuration["ConnectionStrings:onedb"] = "Host=127.0.0.1;Port=1;Username=u;Password=given-secret;Database=d";
        var postgres = builder.AddPostgres("postgres");
        var database = postgres.AddDatabase("onedb");
        await StartAsync();
        var snapshot = await Board.WaitAsync(database.Resource, s => s.Health.Any(h => h.Healthy == false), Cancel);
        Assert.Equal("given connection string", snapshot.Properties.Single(p => p.Name == "resource.source").Value);
        Assert.DoesNotContain(snapshot.Properties, p => p.Value.Contains("given-secret", StringComparison.Ordinal));
        Assert.DoesNotContain(Processes.Below(Environment.ProcessId), id => Processes.Command(id).Contains(folder, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Second_host_on_the_same_data_is_refused()
    {
        await StartAsync();
        var again = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { Args = [$"--Aspire:DataDirectory={folder}"], DisableDashboard = true });
        using var second = again.Build();
        var e = await Assert.ThrowsAsync<DistributedApplicationException>(() => second.StartAsync(Cancel));
        Assert.Contains(folder, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_resources_of_one_name_are_refused()
    {
        Shell("same", "exit 0");
        Assert.Throws<DistributedApplicationException>(() => Shell("Same", "exit 0"));
    }

    private IResourceBuilder<ExecutableResource> Shell(string name, string script) => builder.AddExecutable(name, "sh", ".", "-c", script);

    private async Task StartAsync()
    {
        application = builder.Build();
        await application.StartAsync(Cancel);
    }

    private async Task<ResourceSnapshot> StateAsync(IResourceBuilder<IResource> resource, string state)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        limit.CancelAfter(TimeSpan.FromSeconds(90));
        try
        {
            return await Board.WaitAsync(resource.Resource, s => s.State == state, limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{resource.Resource.Name} is {Board[resource.Resource].State}, not {state}:\n{await LogAsync(resource)}");
            throw;
        }
    }

    private async Task<string> LogAsync(IResourceBuilder<IResource> resource)
    {
        var text = "";
        await foreach (var lines in Board.Log(resource.Resource).ReadAsync(follow: false, Cancel))
        {
            text += string.Join('\n', lines.Select(l => l.Text));
        }

        return text;
    }
}
