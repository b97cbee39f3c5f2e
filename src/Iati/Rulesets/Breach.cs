using System.Xml.Linq;
using System.Xml.XPath;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>A case that does not hold, and the node it is seen at.</summary>
internal sealed record Breach(RuleCase Case, XPathNavigator Node)
{
    public Finding ToFinding()
    {
        var place = Node.UnderlyingObject as XObject;
        var line = SourceLine.Of(place) ?? SourceLine.Of(place?.Parent) ?? new(0, 0);
        return new(Case.Id, Case.Severity, Case.Category, Case.Message, Describe(), line.Line, line.Column);
    }

    private string Describe()
    {
        var value = Node.HasChildren && Node.SelectSingleNode("*") is not null ? "" : $" = \"{Shorten(Node.Value)}\"";
        return Node.NodeType == XPathNodeType.Attribute
            ? $"For {Path(Node.UnderlyingObject as XObject)}/@{Node.Name}{value}"
            : $"For {Path(Node.UnderlyingObject as XObject)}{value}";
    }

    private static string Path(XObject? node)
    {
        var names = new List<string>();
        for (var element = node as XElement ?? node?.Parent; element is not null; element = element.Parent)
        {
            names.Insert(0, element.Name.LocalName);
        }

        return string.Join('/', names.Skip(names.Count > 2 ? 2 : names.Count - 1));
    }

    private static string Shorten(string text) => text.Length > 100 ? text[..100] + "..." : text;
}
