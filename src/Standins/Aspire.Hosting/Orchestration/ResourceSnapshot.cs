using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The states the dashboard knows by these words.</summary>
internal static class ResourceStates
{
    public const string NotStarted = "NotStarted";
    public const string Waiting = "Waiting";
    public const string Starting = "Starting";
    public const string Running = "Running";
    public const string Stopping = "Stopping";
    public const string Exited = "Exited";
    public const string Finished = "Finished";
    public const string FailedToStart = "FailedToStart";

    public static bool IsTerminal(string state) => state is Exited or Finished or FailedToStart;
}

internal sealed record ResourceHealth(string Key, bool? Healthy, string Description, DateTimeOffset? CheckedAt);

internal sealed record ResourceProperty(string Name, string Value, bool Sensitive = false, string? DisplayName = null);

/// <summary>What is known of a resource at one moment. Texts are masked already.</summary>
internal sealed record ResourceSnapshot(IResource Resource, string InstanceId)
{
    public string Name => Resource.Name + "-" + InstanceId;

    public string State { get; init; } = ResourceStates.NotStarted;

    public int? ExitCode { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? StoppedAt { get; init; }

    public IReadOnlyList<ResourceHealth> Health { get; init; } = [];

    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    public IReadOnlyList<ResourceProperty> Properties { get; init; } = [];

    public bool IsReady => State == ResourceStates.Running && Health.All(h => h.Healthy == true);

    public bool IsTerminal => ResourceStates.IsTerminal(State);
}
