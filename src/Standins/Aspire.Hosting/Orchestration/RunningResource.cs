using System.Globalization;
using Aspire.Hosting.ApplicationModel;
using Aspire.Hosting.Native;

namespace Aspire.Hosting.Orchestration;

/// <summary>A started resource, whatever it consists of.</summary>
internal abstract class RunningResource
{
    /// <summary>Completes with the exit code when it has ended by itself; never for what has no process.</summary>
    public abstract Task<int> Exited { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public IReadOnlyList<ResourceProperty> Properties { get; init; } = [];

    public abstract Task StopAsync();
}

/// <summary>What exists without a process of its own: a database, a given server, a parameter.</summary>
internal sealed class StandingResource : RunningResource
{
    private readonly TaskCompletionSource<int> never = new();

    public override Task<int> Exited => never.Task;

    public override Task StopAsync() => Task.CompletedTask;
}

internal sealed class RunningProcess(ChildProcess process) : RunningResource
{
    public override Task<int> Exited => process.Exited;

    public override Task StopAsync() => process.StopAsync(TimeSpan.FromSeconds(15));

    public static ResourceProperty Pid(int id) => new("executable.pid", id.ToString(CultureInfo.InvariantCulture));
}

/// <summary>Starts one resource.</summary>
internal interface ILauncher
{
    /// <summary>What <see cref="CheckAsync"/> asks, for the list of health reports; null when it asks nothing.</summary>
    string? CheckName(IResource resource);

    Task<RunningResource> LaunchAsync(IResource resource, CancellationToken cancellationToken);

    /// <summary>Null when healthy, else what is wrong.</summary>
    Task<string?> CheckAsync(IResource resource, CancellationToken cancellationToken);
}
