using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

internal sealed record ResourceCommand(string Name, string DisplayName, ResourceCommandState State)
{
    public string? Description { get; init; }

    public string? Confirmation { get; init; }

    public string? IconName { get; init; }

    public IconVariant IconVariant { get; init; }

    public bool IsHighlighted { get; init; }
}

/// <summary>The commands a resource offers in its present state: those of its life, and those the AppHost added.</summary>
internal static class ResourceCommands
{
    public const string Start = "start";
    public const string Stop = "stop";
    public const string Restart = "restart";

    public static IReadOnlyList<ResourceCommand> For(ResourceSnapshot snapshot)
    {
        if (snapshot.Resource is ParameterResource)
        {
            return [];
        }

        var down = snapshot.IsTerminal || snapshot.State == ResourceStates.NotStarted;
        var own = snapshot.Resource.Annotations.OfType<ResourceCommandAnnotation>().Select(c => new ResourceCommand(c.Name, c.DisplayName, When(snapshot.IsReady))
        {
            Description = c.DisplayDescription,
            Confirmation = c.ConfirmationMessage,
            IconName = c.IconName,
            IconVariant = c.IconVariant ?? IconVariant.Regular,
            IsHighlighted = c.IsHighlighted,
        });
        if (snapshot.Resource is PostgresDatabaseResource)
        {
            return [.. own];
        }

        return
        [
            new ResourceCommand(Start, "Start", down ? ResourceCommandState.Enabled : ResourceCommandState.Hidden) { IconName = "Play", IconVariant = IconVariant.Filled, IsHighlighted = true },
            new ResourceCommand(Stop, "Stop", down ? ResourceCommandState.Hidden : When(snapshot.State != ResourceStates.Stopping)) { IconName = "Stop", IconVariant = IconVariant.Filled, IsHighlighted = true },
            new ResourceCommand(Restart, "Restart", When(snapshot.State == ResourceStates.Running)) { IconName = "ArrowCounterclockwise", IsHighlighted = false },
            .. own,
        ];
    }

    private static ResourceCommandState When(bool possible) => possible ? ResourceCommandState.Enabled : ResourceCommandState.Disabled;
}
