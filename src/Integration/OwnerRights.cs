using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Npgsql;

namespace EGovPlatform.IntegrationService;

/// <summary>Who may know of keys, webhooks and subscriptions of others, and how the rights of those who made them are kept.</summary>
internal static class OwnerRights
{
    /// <summary>Whether the caller looks after what others made.</summary>
    public static bool SeesAll(Caller caller) => caller.Workspace.Length == 0 && (caller.Has(Role.Operator) || caller.Has(Role.Auditor));

    /// <summary>Values of the columns roles, countries, organizations and workspace.</summary>
    public static object[] Values(Caller owner) => [owner.Roles.Select(r => (int)r).ToArray(), owner.Countries.ToArray(), owner.Organizations.ToArray(), owner.Workspace];

    /// <summary>The owner with the rights in the four columns from one on.</summary>
    public static Caller Read(NpgsqlDataReader reader, string subject, int first) =>
        new(subject, reader.GetFieldValue<int[]>(first).Select(r => (Role)r).ToHashSet(), reader.GetFieldValue<string[]>(first + 1), reader.GetFieldValue<string[]>(first + 2), "")
        {
            Workspace = reader.GetString(first + 3),
        };
}
