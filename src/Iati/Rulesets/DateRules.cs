using System.Globalization;
using System.Xml.XPath;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>Rules about dates. What is no date is the schema's business and is passed over.</summary>
internal static class DateRules
{
    /// <summary>The nodes that hold a date or a time; without a zone they are UTC.</summary>
    public static List<(XPathNavigator Node, DateTimeOffset Date)> Read(IEnumerable<XPathNavigator> nodes)
    {
        var dates = new List<(XPathNavigator, DateTimeOffset)>();
        foreach (var node in nodes)
        {
            if (DateTimeOffset.TryParse(node.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
            {
                dates.Add((node, date));
            }
        }

        return dates;
    }

    /// <summary>Dates that come after any that they must not come after.</summary>
    public static IEnumerable<XPathNavigator> Order(List<(XPathNavigator Node, DateTimeOffset Date)> less, List<(XPathNavigator Node, DateTimeOffset Date)> more) =>
        more.Count == 0 ? [] : less.Where(l => l.Date > more.Min(m => m.Date)).Select(l => l.Node);

    /// <summary>The end, when it is more than a year after the start. A year after 1 January is 1 January.</summary>
    public static IEnumerable<XPathNavigator> Limit(List<(XPathNavigator Node, DateTimeOffset Date)> starts, List<(XPathNavigator Node, DateTimeOffset Date)> ends) =>
        starts.Count == 0 ? [] : ends.Where(e => e.Date > starts[0].Date.AddYears(1)).Select(e => e.Node);

    /// <summary>Dates outside the period.</summary>
    public static IEnumerable<XPathNavigator> Between(
        List<(XPathNavigator Node, DateTimeOffset Date)> dates,
        List<(XPathNavigator Node, DateTimeOffset Date)> starts,
        List<(XPathNavigator Node, DateTimeOffset Date)> ends) =>
        dates.Where(d => (starts.Count > 0 && d.Date < starts[0].Date) || (ends.Count > 0 && d.Date > ends[0].Date)).Select(d => d.Node);
}
