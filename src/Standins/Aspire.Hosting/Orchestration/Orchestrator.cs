using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Dashboard;
using Aspire.Hosting.Native;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Gives ports out, starts every resource when its turn comes, stops them in order, runs commands on them.</summary>
internal sealed class Orchestrator : IDisposable
{
    private readonly ResourceBoard board;
    private readonly IServiceProvider services;
    private readonly Dictionary<IResource, ResourceRunner> runners = [];

    public Orchestrator(
        ResourceCollection resources,
        ResourceBoard board,
        SecretMask mask,
        Workplace workplace,
        DashboardSettings dashboard,
        IConfiguration configuration,
        IHostEnvironment host,
        IServiceProvider services,
        ILogger<DistributedApplication> logger)
    {
        this.board = board;
        this.services = services;
        var processes = new ProcessLauncher(board, mask, dashboard, host);
        var servers = new ServerLauncher(configuration, workplace, board, mask, resources);
        var databases = new DatabaseLauncher(configuration, workplace, mask);
        foreach (var resource in resources.Where(r => r is not ParameterResource))
        {
            ILauncher launcher = resource switch
            {
                BackingServerResource => servers,
                PostgresDatabaseResource => databases,
                _ => processes,
            };
            runners[resource] = new ResourceRunner(resource, launcher, board, mask, logger);
        }
    }

    public void Dispose()
    {
        foreach (var runner in runners.Values)
        {
            runner.Dispose();
        }
    }

    public async Task StartAsync()
    {
        foreach (var endpoint in runners.Keys.SelectMany(r => r.Annotations.OfType<EndpointAnnotation>()))
        {
            endpoint.AllocatedPort = endpoint.Port is > 0 and var port ? port : endpoint.TargetPort ?? Machine.FreePort();
        }

        foreach (var parameter in board.All().Select(s => s.Resource).OfType<ParameterResource>())
        {
            board.Update(parameter, s => s with { State = ResourceStates.Running, Properties = [new("Value", "********", Sensitive: true)] });
        }

        foreach (var runner in runners.Values)
        {
            await runner.StartAsync();
        }
    }

    /// <summary>Stops the projects first, then other programs, then the servers they use.</summary>
    public async Task StopAsync()
    {
        foreach (var group in runners.Values.GroupBy(r => r.Resource switch { ProjectResource => 0, BackingServerResource => 2, _ => 1 }).OrderBy(g => g.Key))
        {
            await Task.WhenAll(group.Select(r => r.StopAsync()));
        }
    }

    /// <summary>Completes when every resource runs and is healthy, or has done its work; false when one has failed.</summary>
    public async Task<bool> ReadyAsync(CancellationToken cancellationToken)
    {
        foreach (var resource in runners.Keys)
        {
            var snapshot = await board.WaitAsync(resource, s => s.IsReady || s.IsTerminal, cancellationToken);
            if (snapshot.State is ResourceStates.FailedToStart or ResourceStates.Exited)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Runs a command of the resource with that instance name.</summary>
    public async Task<ExecuteCommandResult> ExecuteAsync(string resourceName, string command, CancellationToken cancellationToken)
    {
        if (board.Find(resourceName) is not { } snapshot)
        {
            return CommandResults.Failure($"There is no resource {resourceName}.");
        }

        if (ResourceCommands.For(snapshot).FirstOrDefault(c => c.Name == command) is not { State: ResourceCommandState.Enabled })
        {
            return CommandResults.Failure($"{snapshot.Resource.Name} has no command {command} while it is {snapshot.State}.");
        }

        var runner = runners[snapshot.Resource];
        switch (command)
        {
            case ResourceCommands.Start:
                await runner.StartAsync();
                return CommandResults.Success();
            case ResourceCommands.Stop:
                await runner.StopAsync();
                return CommandResults.Success();
            case ResourceCommands.Restart:
                await runner.StopAsync();
                await runner.StartAsync();
                return CommandResults.Success();
            default:
                return await RunAsync(snapshot, command, cancellationToken);
        }
    }

    private async Task<ExecuteCommandResult> RunAsync(ResourceSnapshot snapshot, string command, CancellationToken cancellationToken)
    {
        var annotation = snapshot.Resource.Annotations.OfType<ResourceCommandAnnotation>().First(c => c.Name == command);
        try
        {
            return await annotation.ExecuteCommand(new ExecuteCommandContext
            {
                ServiceProvider = services,
                ResourceName = snapshot.Name,
                CancellationToken = cancellationToken,
            });
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return CommandResults.Failure(e);
        }
    }
}
