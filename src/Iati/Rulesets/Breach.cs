using System.Xml.Linq;
using System.Xml.XPath;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>A case that does not hold, and the node it is seen at.</summary>
internal sealed record Breach(RuleCase Case, XPathNavigator Node)
{
    /// <summary>The finding, with the place the node has in the document the rules were asked of.</summary>
    public Finding ToFinding(XDocument document)
    {
        var element = Find(document);
        var attribute = Node.NodeType == XPathNodeType.Attribute ? element.Attribute(XName.Get(Node.LocalName, Node.NamespaceURI)) : null;
        var line = SourceLine.Of((XObject?)attribute ?? element) ?? new(0, 0);
        return new(Case.Id, Case.Severity, Case.Category, Case.Message, Describe(element, attribute), line.Line, line.Column);
    }

    private static string Describe(XElement element, XAttribute? attribute)
    {
        var names = string.Join('/', element.AncestorsAndSelf().Select(e => e.Name.LocalName).Reverse().Skip(2));
        var path = names.Length > 0 ? names : element.Name.LocalName;
        if (attribute is not null)
        {
            return $"For {path}/@{attribute.Name.LocalName} = \"{Shorten(attribute.Value)}\"";
        }

        return element.HasElements ? $"For {path}" : $"For {path} = \"{Shorten(element.Value)}\"";
    }

    // The same steps down that the navigator took up.
    private XElement Find(XDocument document)
    {
        var steps = new Stack<int>();
        var up = Node.Clone();
        if (up.NodeType != XPathNodeType.Element)
        {
            up.MoveToParent();
        }

        while (up.NodeType == XPathNodeType.Element)
        {
            var before = 0;
            while (up.MoveToPrevious())
            {
                before += up.NodeType == XPathNodeType.Element ? 1 : 0;
            }

            steps.Push(before);
            up.MoveToParent();
        }

        return steps.Skip(1).Aggregate(document.Root!, (element, step) => element.Elements().ElementAt(step));
    }

    private static string Shorten(string text) => text.Length > 100 ? text[..100] + "..." : text;
}
