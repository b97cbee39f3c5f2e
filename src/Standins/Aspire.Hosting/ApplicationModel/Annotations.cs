namespace Aspire.Hosting.ApplicationModel;

/// <summary>What a callback may write into a process's environment: texts, and providers of texts not known yet.</summary>
public class EnvironmentCallbackContext(Dictionary<string, object> environmentVariables, CancellationToken cancellationToken = default)
{
    public Dictionary<string, object> EnvironmentVariables { get; } = environmentVariables;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}

public class EnvironmentCallbackAnnotation(Func<EnvironmentCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<EnvironmentCallbackContext, Task> Callback { get; } = callback;
}

public sealed class CommandLineArgsCallbackContext(IList<object> args, CancellationToken cancellationToken = default)
{
    public IList<object> Args { get; } = args;

    public CancellationToken CancellationToken { get; } = cancellationToken;
}

public class CommandLineArgsCallbackAnnotation(Func<CommandLineArgsCallbackContext, Task> callback) : IResourceAnnotation
{
    public Func<CommandLineArgsCallbackContext, Task> Callback { get; } = callback;
}

public enum WaitType
{
    /// <summary>Until the other runs and is healthy.</summary>
    WaitUntilHealthy,

    /// <summary>Until the other has ended with the wanted exit code.</summary>
    WaitForCompletion,
}

public class WaitAnnotation(IResource resource, WaitType waitType, int exitCode = 0) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public WaitType WaitType { get; } = waitType;

    public int ExitCode { get; } = exitCode;
}

/// <summary>A tie the dashboard draws: type is "Reference", "WaitFor" or "Parent".</summary>
public sealed class ResourceRelationshipAnnotation(IResource resource, string type) : IResourceAnnotation
{
    public IResource Resource { get; } = resource;

    public string Type { get; } = type;
}

internal sealed record HttpHealthAnnotation(string EndpointName, string Path, int StatusCode) : IResourceAnnotation;

internal sealed record IconAnnotation(string Name, IconVariant Variant) : IResourceAnnotation;

/// <summary>Keeps a project's built program, found by the build (see Aspire.AppHost.targets).</summary>
internal sealed record ProjectAnnotation(string ProjectPath, string? TargetPath) : IResourceAnnotation;
