using System.Globalization;
using System.Text.RegularExpressions;

namespace EGovPlatform.Values;

/// <summary>Decimal text to and from <see cref="decimal"/>; floating point is never used.</summary>
public static partial class Amounts
{
    /// <summary>Reads decimal text: up to 18 digits, then up to 6 after a point, no leading zeros, no plus sign, no separators.</summary>
    public static bool TryParse(string text, out decimal amount)
    {
        amount = 0;
        return Shape().IsMatch(text)
            && decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out amount);
    }

    /// <summary>The amount, or null when the text is empty or not decimal.</summary>
    public static decimal? Parse(string text) => TryParse(text, out var amount) ? amount : null;

    /// <summary>Writes decimal text that <see cref="TryParse"/> reads back to the same amount.</summary>
    public static string Format(decimal amount) => amount == 0 ? "0" : amount.ToString(CultureInfo.InvariantCulture);

    /// <summary>Digits after the point.</summary>
    internal static int Scale(string text) => text.IndexOf('.') is var point && point < 0 ? 0 : text.Length - point - 1;

    [GeneratedRegex("^-?(0|[1-9][0-9]{0,17})(\\.[0-9]{1,6})?\\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
