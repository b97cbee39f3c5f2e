namespace EGovPlatform.Resources;

/// <summary>
/// A name by an identifier of another system: <c>organizations/~org-id~KR-GOV-010</c>. The value is percent-encoded
/// where it holds a slash.
/// </summary>
/// <param name="Parent">Parent of the record; empty for top-level records.</param>
/// <param name="Scheme">Scheme of the identifier.</param>
/// <param name="Value">The identifier.</param>
internal sealed record ExternalName(string Parent, string Scheme, string Value)
{
    /// <summary>Reads a name of this form for a type; null when it is none.</summary>
    public static ExternalName? Parse(NamePattern pattern, string name)
    {
        var slash = name.LastIndexOf('/');
        if (slash < 0 || slash + 1 == name.Length || name[slash + 1] != '~')
        {
            return null;
        }

        // A stand-in id shows whether everything before it fits.
        if (!pattern.Matches(name[..(slash + 1)] + "x"))
        {
            return null;
        }

        var parts = name[(slash + 2)..].Split('~', 2);
        return parts is [{ Length: > 0 } scheme, { Length: > 0 } value]
            ? new ExternalName(pattern.ParentOf(name), Uri.UnescapeDataString(scheme), Uri.UnescapeDataString(value))
            : null;
    }
}
