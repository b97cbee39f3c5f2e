using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using EGovPlatform.Integration.V1;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf.Collections;
using Google.Protobuf.WellKnownTypes;

namespace EGovPlatform.IntegrationService.Keys;

/// <summary>What a key may be: no more than its owner.</summary>
internal static class KeyRules
{
    private const int MaxText = 1000;
    private const int MaxScope = 300;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    /// <summary>Every fault of a new key, by field.</summary>
    public static List<FieldViolation> Check(ApiKey key, Caller owner, DateTimeOffset now)
    {
        var faults = new List<FieldViolation>();
        if (key.Description.Length > MaxText)
        {
            faults.Add(new("api_key.description", "LENGTH", $"description has at most {MaxText} characters."));
        }

        if (key.Roles.Count == 0)
        {
            faults.Add(new("api_key.roles", "REQUIRED", "A key has at least one role."));
        }

        foreach (var (i, role) in key.Roles.Index().Where(r => r.Item == Role.Service || !owner.Has(r.Item)))
        {
            faults.Add(new(FormattableString.Invariant($"api_key.roles[{i}]"), "NOT_OWNERS", $"The caller has not the role {role}, or it is none for keys."));
        }

        faults.AddRange(Scope("countries", "countries", key.Countries, owner.Countries));
        faults.AddRange(Scope("organizations", "organizations", key.Organizations, owner.Organizations));
        if (EndFault(key.ExpireTime, now) is { } fault)
        {
            faults.Add(new("api_key.expire_time", "RANGE", fault));
        }

        return faults;
    }

    /// <summary>Null when a key may end then.</summary>
    public static string? EndFault(Timestamp? end, DateTimeOffset now) =>
        end is null || end.ToDateTimeOffset() <= now || end.ToDateTimeOffset() > now + Longest ? $"A key ends after now and within {Longest.Days} days." : null;

    /// <summary>Takes from a key what its owner may not do any more. False when nothing is left.</summary>
    public static bool Narrow(ApiKey key, Caller owner)
    {
        Keep(key.Roles, owner.Has);
        return key.Roles.Count > 0 && Within(key.Countries, owner.Countries) && Within(key.Organizations, owner.Organizations);
    }

    private static bool Within(RepeatedField<string> scope, IReadOnlyList<string> owners)
    {
        if (owners.Count == 0)
        {
            return true;
        }

        if (scope.Count == 0)
        {
            scope.Add(owners);
            return true;
        }

        Keep(scope, owners.Contains);
        return scope.Count > 0;
    }

    private static void Keep<T>(RepeatedField<T> items, Func<T, bool> stays)
    {
        var kept = items.Where(stays).Distinct().ToList();
        items.Clear();
        items.Add(kept);
    }

    private static IEnumerable<FieldViolation> Scope(string field, string collection, IReadOnlyList<string> scope, IReadOnlyList<string> owners)
    {
        if (scope.Count > MaxScope)
        {
            yield return new($"api_key.{field}", "TOO_MANY", $"{field} has at most {MaxScope} entries.");
        }

        foreach (var (i, name) in scope.Index())
        {
            var path = FormattableString.Invariant($"api_key.{field}[{i}]");
            if (ResourceCatalog.Find(name) is null || !name.StartsWith(collection + "/", StringComparison.Ordinal))
            {
                yield return new(path, "RESOURCE_NAME", $"'{name}' is not a name below `{collection}/`.");
            }
            else if (owners.Count > 0 && !owners.Contains(name, StringComparer.Ordinal))
            {
                yield return new(path, "NOT_OWNERS", $"'{name}' is outside what the caller is limited to.");
            }
        }
    }
}
