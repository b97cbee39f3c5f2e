namespace EGovPlatform.Iati.Validation;

/// <summary>How bad a finding is. A file with a critical one is not valid; a published file has no error either.</summary>
public enum Severity
{
    /// <summary>Worth knowing.</summary>
    Advisory,

    /// <summary>Allowed, but should be different.</summary>
    Warning,

    /// <summary>Against a code list or a rule.</summary>
    Error,

    /// <summary>Not XML, not IATI, an old version, or against the schema.</summary>
    Critical,
}

/// <summary>One thing wrong at one place.</summary>
/// <param name="Id">The number the public validator gives it, such as <c>7.5.3</c>.</param>
/// <param name="Severity">How bad it is.</param>
/// <param name="Category">The heading it is reported under.</param>
/// <param name="Message">What the rule says.</param>
/// <param name="Context">What was found instead.</param>
/// <param name="Line">Line in the file, from 1; 0 when it has no place.</param>
/// <param name="Column">Column in that line.</param>
/// <param name="Codelist">The code list, when one was asked.</param>
public sealed record Finding(string Id, Severity Severity, string Category, string Message, string Context, int Line, int Column, string? Codelist = null);
