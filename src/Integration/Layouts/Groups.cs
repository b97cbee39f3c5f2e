using EGovPlatform.Resources;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>Groups of records that files are made of: one per resource type, named by its collection.</summary>
public static class Groups
{
    /// <summary>All groups, by name.</summary>
    public static IReadOnlyDictionary<string, ResourceCatalog.Entry> All { get; } =
        ResourceCatalog.All.ToDictionary(e => e.Pattern.Collection, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether files of the group have a column `parent`: its records live under others.</summary>
    public static bool HasParentColumn(ResourceCatalog.Entry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Pattern.IsNested && entry.Descriptor.FindFieldByName("parent") is null;
    }

    /// <summary>The group of a type.</summary>
    public static string Of(ResourceCatalog.Entry entry) => entry.Pattern.Collection;
}
