using System.Text.RegularExpressions;
using EGovPlatform.Iati.Codelists;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>Rules about texts.</summary>
internal static class TextRules
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(1);

    /// <summary>What an organisation identifier may begin with.</summary>
    public static IEnumerable<string> AgencyCodes { get; } = [.. Codelist.Of("OrganisationRegistrationAgency").Codes];

    /// <summary>Whether the pattern is found; one that takes too long is not.</summary>
    public static bool Matches(string text, string pattern)
    {
        try
        {
            return Regex.IsMatch(text, pattern, RegexOptions.CultureInvariant, Limit);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>Whether the text begins with one of the prefixes and the separator.</summary>
    public static bool StartsWith(string text, IEnumerable<string> prefixes, string separator) =>
        prefixes.Any(p => p.Length > 0 && text.StartsWith(p + separator, StringComparison.Ordinal));
}
