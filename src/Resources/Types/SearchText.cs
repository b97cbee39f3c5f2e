using System.Globalization;
using System.Text;

namespace EGovPlatform.Resources;

/// <summary>Text as it is searched: lower case, without accents, script kept.</summary>
public static class SearchText
{
    public static string Of(IEnumerable<string> texts) => Fold(string.Join(' ', texts.Where(t => !string.IsNullOrWhiteSpace(t))));

    /// <summary>Folds case and accents; Hangul stays composed, so that a syllable is one sign.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) != UnicodeCategory.NonSpacingMark)
            {
                folded.Append(char.ToLowerInvariant(c));
            }
        }

        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}
