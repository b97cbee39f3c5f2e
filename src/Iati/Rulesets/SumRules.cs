using System.Globalization;
using System.Xml.XPath;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>Rules about numbers, in decimal arithmetic: a third of 100 three times is not 100.</summary>
internal static class SumRules
{
    /// <summary>The sum of the nodes' values. What is no number is the schema's business and adds nothing.</summary>
    public static decimal Add(IEnumerable<XPathNavigator> nodes) => nodes.Sum(n => Number(n.Value) ?? 0);

    /// <summary>The value as a number; null when it is none.</summary>
    public static decimal? Number(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) ? number : null;
}
