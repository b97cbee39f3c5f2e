using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Who reads.</summary>
/// <param name="Roles">Roles of the token; none for a caller without one.</param>
/// <param name="Scope">Countries and organizations the caller acts for: `countries/PE`, `organizations/idb`, or a bare country code.</param>
public sealed record Reader(IReadOnlySet<Role> Roles, IReadOnlySet<string> Scope)
{
    /// <summary>A caller without a token.</summary>
    public static readonly Reader Anonymous = new(new HashSet<Role>(), new HashSet<string>());

    /// <summary>
    /// Whether the reader belongs to the home government's side. Partners see what is shared with them;
    /// operators run the platform and read no records by that alone.
    /// </summary>
    public bool IsInternal => Roles.Any(role => role is Role.Viewer or Role.Editor or Role.Approver or Role.CouncilMember or Role.TrainingOfficer or Role.Auditor or Role.Service);
}

/// <summary>Rules of <see cref="Visibility"/>. Absent or unspecified is internal.</summary>
public static class VisibilityRules
{
    /// <summary>
    /// Whether the reader may see the record on the day. An embargo ends on the day given, and only when that day has certainly come;
    /// without a day it ends by an update.
    /// </summary>
    public static bool CanRead(Visibility? visibility, Reader reader, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return reader.IsInternal || visibility?.Level switch
        {
            VisibilityLevel.Public => true,
            VisibilityLevel.Embargoed => visibility.Until is { Edtf.Length: > 0 } until && DateRules.OnOrBefore(until, day) == DateAnswer.Certainly,
            VisibilityLevel.Shared => reader.Roles.Contains(Role.Partner) && visibility.SharedWith.Any(name => InScope(name, reader.Scope)),
            _ => false,
        };
    }

    internal static IEnumerable<FieldViolation> Validate(Visibility visibility)
    {
        if (visibility.Level == VisibilityLevel.Shared && visibility.SharedWith.Count == 0)
        {
            yield return new FieldViolation("shared_with", "SHARED_WITH_REQUIRED", "A shared record names the countries or organizations it is shared with.");
        }
    }

    private static bool InScope(string name, IReadOnlySet<string> scope) =>
        scope.Contains(name) || name.StartsWith("countries/", StringComparison.Ordinal) && scope.Contains(name["countries/".Length..]);
}
