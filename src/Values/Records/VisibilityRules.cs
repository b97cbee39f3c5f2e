using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Who reads.</summary>
/// <param name="Roles">Roles of the token; none for a caller without one.</param>
/// <param name="Scope">Countries and organizations the caller acts for: `countries/PE`, `organizations/idb`, or a bare country code.</param>
public sealed record Reader(IReadOnlySet<Role> Roles, IReadOnlySet<string> Scope)
{
    /// <summary>A caller without a token.</summary>
    public static readonly Reader Anonymous = new(new HashSet<Role>(), new HashSet<string>());

    /// <summary>The workspace the reader belongs to; empty for the installation's own.</summary>
    public string Workspace { get; init; } = "";

    /// <summary>
    /// Whether the reader belongs to the home government's side. Partners see what is shared with them;
    /// operators run the platform and read no records by that alone.
    /// </summary>
    /// <remarks>They see what is internal to their workspace; see <see cref="Clearance"/>.</remarks>
    public bool IsInternal => Roles.Any(role => role is Role.Viewer or Role.Editor or Role.Approver or Role.CouncilMember or Role.TrainingOfficer or Role.Auditor or Role.Service);
}

/// <summary>What a reader may see on a day. Rows are chosen by it in SQL as records are by <see cref="VisibilityRules.CanRead(Visibility, string, Clearance)"/>.</summary>
/// <param name="Everything">No record is withheld: the platform's own work.</param>
/// <param name="Workspace">All records of this workspace are seen; null for none.</param>
/// <param name="Names">Records shared with one of these names are seen.</param>
/// <param name="Day">Embargoes that have certainly ended by this day are over.</param>
public sealed record Clearance(bool Everything, string? Workspace, IReadOnlyList<string> Names, DateOnly Day);

/// <summary>Rules of <see cref="Visibility"/>. Absent or unspecified is internal.</summary>
public static class VisibilityRules
{
    /// <summary>What the reader may see on the day. A bare country code of the scope stands for the country.</summary>
    public static Clearance ClearanceOf(Reader reader, DateOnly day)
    {
        ArgumentNullException.ThrowIfNull(reader);
        IEnumerable<string> names = reader.Roles.Contains(Role.Partner)
            ? reader.Scope.Concat(reader.Scope.Where(name => !name.Contains('/', StringComparison.Ordinal)).Select(code => "countries/" + code))
            : [];
        return new Clearance(reader.Roles.Contains(Role.Service), reader.IsInternal ? reader.Workspace : null, [.. names.Order(StringComparer.Ordinal)], day);
    }

    /// <summary>
    /// Whether the reader may see the record on the day. An embargo ends on the day given, and only when that day has certainly come;
    /// without a day it ends by an update.
    /// </summary>
    public static bool CanRead(Visibility? visibility, Reader reader, DateOnly day, string workspace = "") => CanRead(visibility, workspace, ClearanceOf(reader, day));

    /// <summary>The same for a reader whose clearance is known.</summary>
    public static bool CanRead(Visibility? visibility, string workspace, Clearance clearance)
    {
        ArgumentNullException.ThrowIfNull(clearance);
        return clearance.Everything || clearance.Workspace == workspace || visibility?.Level switch
        {
            VisibilityLevel.Public => true,
            VisibilityLevel.Embargoed => EndOfEmbargo(visibility) is { } end && end <= clearance.Day,
            VisibilityLevel.Shared => visibility.SharedWith.Any(clearance.Names.Contains),
            _ => false,
        };
    }

    /// <summary>The day on which an embargo certainly ends; null when it ends by an update alone.</summary>
    public static DateOnly? EndOfEmbargo(Visibility? visibility) =>
        visibility?.Until is { Edtf.Length: > 0 } until ? DateRules.CertainlyOverOn(until) : null;

    internal static IEnumerable<FieldViolation> Validate(Visibility visibility)
    {
        if (visibility.Level == VisibilityLevel.Shared && visibility.SharedWith.Count == 0)
        {
            yield return new FieldViolation("shared_with", "SHARED_WITH_REQUIRED", "A shared record names the countries or organizations it is shared with.");
        }
    }
}
