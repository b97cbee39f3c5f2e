namespace EGovPlatform.Resources;

/// <summary>The service this process is: <c>countries</c>, <c>activities</c>, <c>training</c>, <c>reporting</c> or <c>integration</c>.</summary>
public sealed record ServiceIdentity(string Name);

/// <summary>The resource types this service owns.</summary>
public sealed class ResourceTypes(IEnumerable<ResourceType> types)
{
    private readonly List<ResourceType> all = [.. types];

    public IReadOnlyList<ResourceType> All => all;

    /// <summary>The type that owns a name; null when this service has none.</summary>
    public ResourceType? Owning(string name) => all.Find(t => t.Pattern.Matches(name));
}
