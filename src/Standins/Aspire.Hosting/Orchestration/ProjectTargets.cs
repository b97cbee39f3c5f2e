using System.Reflection;

namespace Aspire.Hosting.Orchestration;

/// <summary>What the build wrote into the AppHost's assembly: its own project, and the built program of every project it references.</summary>
internal sealed class ProjectTargets(Assembly? assembly)
{
    private readonly Dictionary<string, string> metadata = (assembly?.GetCustomAttributes<AssemblyMetadataAttribute>() ?? [])
        .Where(a => a.Value is not null)
        .GroupBy(a => a.Key, StringComparer.Ordinal)
        .ToDictionary(g => g.Key, g => g.First().Value!, StringComparer.Ordinal);

    public string? AppHostProjectPath => metadata.GetValueOrDefault("apphostprojectpath");

    public string? TargetOf(string projectPath) => metadata.GetValueOrDefault("apphosttarget:" + projectPath);
}
