using System.Text.RegularExpressions;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values;

/// <summary>Rules of names.</summary>
public static partial class NameRules
{
    /// <summary>
    /// The name to show in a language on a day: in use then before not known to be, a name of its own before a spelling someone printed,
    /// the language asked before its parent language before English before any, official before short before abbreviation.
    /// </summary>
    /// <param name="names">All names of one thing.</param>
    /// <param name="languageCode">BCP 47, such as `ko` or `es-PE`.</param>
    /// <param name="day">The day whose name is wanted; null for the present name, which is the last in use.</param>
    /// <returns>The name, or null when there is none.</returns>
    public static Name? Best(IEnumerable<Name> names, string languageCode, DateOnly? day = null) => names
        .Where(name => name.Text.Length > 0)
        .OrderBy(name => InUse(name, day))
        .ThenBy(name => name.Kind is NameKind.AsPrinted or NameKind.Alias or NameKind.Other ? 1 : 0)
        .ThenBy(name => Distance(name.LanguageCode, languageCode))
        .ThenBy(name => name.Kind switch
        {
            NameKind.Official => 0,
            NameKind.Unspecified => 1,
            NameKind.Short => 2,
            NameKind.Former => 3,
            NameKind.Abbreviation => 4,
            NameKind.Alias => 5,
            _ => 6,
        })
        .FirstOrDefault();

    // A former name is what the thing was called in its period and only there.
    private static int InUse(Name name, DateOnly? day)
    {
        if (day is { } asked && name.Period is { Edtf.Length: > 0 })
        {
            return DateRules.RunningOn(name.Period, asked) switch { DateAnswer.Certainly => 0, DateAnswer.Possibly => 1, _ => 3 };
        }

        return name.Kind == NameKind.Former || day is null && DateRules.Latest(name.Period) is not null ? 2 : day is null ? 0 : 1;
    }

    private static int Distance(string language, string wanted) =>
        string.Equals(language, wanted, StringComparison.OrdinalIgnoreCase) ? 0
        : string.Equals(Primary(language), Primary(wanted), StringComparison.OrdinalIgnoreCase) ? 1
        : string.Equals(Primary(language), "en", StringComparison.OrdinalIgnoreCase) ? 2
        : 3;

    private static string Primary(string language) => language.Split('-')[0];

    internal static IEnumerable<FieldViolation> Validate(Name name)
    {
        if (name.Text.Length == 0)
        {
            yield return new FieldViolation("text", "NAME_TEXT_REQUIRED", "A name has a text.");
        }

        foreach (var violation in Language(name.LanguageCode))
        {
            yield return violation;
        }

        if (name.Script.Length > 0 && !ScriptShape().IsMatch(name.Script))
        {
            yield return new FieldViolation("script", "SCRIPT_CODE", "A script is a code of ISO 15924 such as Hang.");
        }
    }

    internal static IEnumerable<FieldViolation> Validate(NameAsPrinted name)
    {
        if (name.Text.Length == 0)
        {
            yield return new FieldViolation("text", "NAME_TEXT_REQUIRED", "A name has a text.");
        }

        foreach (var violation in Language(name.LanguageCode))
        {
            yield return violation;
        }
    }

    private static IEnumerable<FieldViolation> Language(string code)
    {
        if (code.Length > 0 && !LanguageShape().IsMatch(code))
        {
            yield return new FieldViolation("language_code", "LANGUAGE_CODE", "A language is a tag of BCP 47 such as ko or es-PE.");
        }
    }

    [GeneratedRegex("^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex LanguageShape();

    [GeneratedRegex("^[A-Z][a-z]{3}\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex ScriptShape();
}
