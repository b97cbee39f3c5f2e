using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.Logging;

namespace Aspire.Hosting.Orchestration;

/// <summary>Takes one resource through its life: waiting, starting, running with health, ended; and again on command.</summary>
internal sealed class ResourceRunner(IResource resource, ILauncher launcher, ResourceBoard board, SecretMask mask, ILogger logger) : IDisposable
{
    private static readonly TimeSpan UnhealthyPause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan HealthyPause = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim gate = new(1, 1);
    private CancellationTokenSource? stop;
    private Task run = Task.CompletedTask;

    public IResource Resource => resource;

    public void Dispose()
    {
        stop?.Dispose();
        gate.Dispose();
    }

    /// <summary>Starts the resource unless it runs; returns at once.</summary>
    public async Task StartAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (run.IsCompleted)
            {
                stop?.Dispose();
                stop = new CancellationTokenSource();
                run = LiveAsync(stop.Token);
            }
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Stops the resource and returns when it has ended.</summary>
    public async Task StopAsync()
    {
        await gate.WaitAsync();
        try
        {
            if (stop is not null)
            {
                await stop.CancelAsync();
            }

            await run;
        }
        finally
        {
            gate.Release();
        }
    }

    private async Task LiveAsync(CancellationToken stopping)
    {
        RunningResource? running = null;
        try
        {
            await Task.Yield();
            await WaitForOthersAsync(stopping);
            Move(s => s with { State = ResourceStates.Starting, StartedAt = null, StoppedAt = null, ExitCode = null, Health = Unchecked() });
            running = await launcher.LaunchAsync(resource, stopping);
            Move(s => s with { State = ResourceStates.Running, StartedAt = board.Now, Environment = running.Environment, Properties = running.Properties });
            using var watching = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            var health = WatchHealthAsync(watching.Token);
            var code = await running.Exited.WaitAsync(stopping);
            await watching.CancelAsync();
            await health;
            End(code);
            if (code != 0)
            {
                logger.LogError("{Resource} ended with code {Code}:\n{Lines}", resource.Name, code, board.Log(resource).Tail(20));
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await EndAsync(running);
        }
        catch (Exception e)
        {
            var message = mask.Apply(e.Message);
            board.Log(resource).Write(message, error: true);
            logger.LogError("{Resource}: {Message}", resource.Name, message);
            Move(s => s with { State = ResourceStates.FailedToStart, StoppedAt = board.Now });
        }
    }

    private async Task EndAsync(RunningResource? running)
    {
        if (running is null)
        {
            Move(s => s with { State = ResourceStates.Exited, StoppedAt = board.Now });
            return;
        }

        Move(s => s with { State = ResourceStates.Stopping });
        await running.StopAsync();
        End(running.Exited.IsCompletedSuccessfully ? await running.Exited : 0);
    }

    private void End(int code) => Move(s => s with
    {
        State = code == 0 ? ResourceStates.Finished : ResourceStates.Exited,
        ExitCode = code,
        StoppedAt = board.Now,
        Health = [],
    });

    private async Task WaitForOthersAsync(CancellationToken stopping)
    {
        var parent = resource is IResourceWithParent child ? new[] { new WaitAnnotation(child.Parent, WaitType.WaitUntilHealthy) } : [];
        foreach (var wait in parent.Concat(resource.Annotations.OfType<WaitAnnotation>()))
        {
            if (Satisfies(wait, board[wait.Resource]))
            {
                continue;
            }

            Move(s => s with { State = ResourceStates.Waiting });
            board.Log(resource).Write($"Waiting for {wait.Resource.Name}.", error: false);
            var other = await board.WaitAsync(wait.Resource, s => Satisfies(wait, s) || (wait.WaitType == WaitType.WaitForCompletion && s.IsTerminal), stopping);
            if (!Satisfies(wait, other))
            {
                throw new DistributedApplicationException($"{wait.Resource.Name} ended as {other.State} with code {other.ExitCode}, not {wait.ExitCode}.");
            }
        }
    }

    private static bool Satisfies(WaitAnnotation wait, ResourceSnapshot other) => wait.WaitType == WaitType.WaitUntilHealthy
        ? other.IsReady
        : other.State is ResourceStates.Finished or ResourceStates.Exited && other.ExitCode == wait.ExitCode;

    private async Task WatchHealthAsync(CancellationToken stopping)
    {
        if (launcher.CheckName(resource) is not { } name)
        {
            return;
        }

        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var wrong = await launcher.CheckAsync(resource, stopping);
                Move(s => s with { Health = [new ResourceHealth(name, wrong is null, mask.Apply(wrong ?? ""), board.Now)] });
                await Task.Delay(wrong is null ? HealthyPause : UnhealthyPause, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The resource ended; so does its watch.
        }
    }

    private IReadOnlyList<ResourceHealth> Unchecked() => launcher.CheckName(resource) is { } name ? [new ResourceHealth(name, null, "", null)] : [];

    private void Move(Func<ResourceSnapshot, ResourceSnapshot> change)
    {
        var before = board[resource].State;
        board.Update(resource, change);
        var after = board[resource];
        if (!string.Equals(before, after.State, StringComparison.Ordinal))
        {
            logger.LogInformation("{Resource}: {State}{Code}", resource.Name, after.State, after.ExitCode is > 0 and var code ? $" with code {code}" : "");
        }
    }
}
