using System.Globalization;
using System.Text;

namespace EGovPlatform.Values;

/// <summary>The form of a name that searches compare: one key for spellings that differ in case, accents, width or punctuation.</summary>
public static class NameKey
{
    /// <summary>
    /// Makes the key. Accents are dropped from Latin, Greek and Cyrillic letters only; in other scripts a mark is part of the letter.
    /// The key of a key is itself.
    /// </summary>
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);

        // Folding can uncover a letter that folds again (a ligature with an accent), hence it runs twice.
        return Fold(Fold(WellFormed(text)));
    }

    private static string Fold(string text)
    {
        var decomposed = text.Normalize(NormalizationForm.FormKC).ToUpperInvariant().ToLowerInvariant().Normalize(NormalizationForm.FormD);
        var key = new StringBuilder(decomposed.Length);
        var keepMarks = false;
        var space = false;
        foreach (var rune in decomposed.EnumerateRunes())
        {
            if (IsMark(rune))
            {
                if (keepMarks)
                {
                    key.Append(rune.ToString());
                }
            }
            else if (Rune.IsLetterOrDigit(rune))
            {
                key.Append(space ? " " : "").Append(Plain(rune));
                keepMarks = !HasAccents(rune);
                space = false;
            }
            else if (!IsApostrophe(rune))
            {
                keepMarks = false;
                space = key.Length > 0;
            }
        }

        return key.ToString().Normalize(NormalizationForm.FormKC);
    }

    private static bool IsMark(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark;

    private static bool IsApostrophe(Rune rune) => rune.Value is '\'' or 0x2019 or 0x2018 or 0x02BC or 0x02BB;

    // Latin, Greek and Cyrillic with their extensions.
    private static bool HasAccents(Rune rune) => rune.Value is < 0x0530 or (>= 0x1D00 and < 0x2000) or (>= 0x2C60 and < 0x2C80) or (>= 0xA720 and < 0xA800);

    // Letters that carry their stroke or ligature without a combining mark.
    private static string Plain(Rune rune) => rune.Value switch
    {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'đ' or 'ð' => "d",
        'ħ' => "h",
        'ł' => "l",
        'ŧ' => "t",
        'ı' => "i",
        'þ' => "th",
        'ς' => "σ",
        _ => rune.ToString(),
    };

    private static string WellFormed(string text)
    {
        var runes = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            runes.Append(rune.ToString());
        }

        return runes.ToString();
    }
}
