using EGovPlatform.Common.V1;

namespace EGovPlatform.Access;

/// <summary>Roles as tokens carry them: lower case with underscores, such as <c>council_member</c>.</summary>
public static class RoleNames
{
    private static readonly Dictionary<string, Role> ByName =
        Enum.GetValues<Role>().Where(r => r != Role.Unspecified).ToDictionary(Format, StringComparer.Ordinal);

    public static IReadOnlyCollection<string> All => ByName.Keys;

    public static string Format(Role role) =>
        PolicyReflection.Descriptor.EnumTypes.First(e => e.Name == nameof(Role)).FindValueByNumber((int)role) is { } value
            ? value.Name["ROLE_".Length..].ToLowerInvariant()
            : throw new ArgumentOutOfRangeException(nameof(role), role, "Not a role.");

    /// <summary>Case matters. An unknown name gives no role.</summary>
    public static bool TryParse(string name, out Role role) => ByName.TryGetValue(name, out role);
}
