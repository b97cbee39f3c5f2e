using System.Xml;
using System.Xml.XPath;

namespace EGovPlatform.Iati.Rulesets;

/// <summary>Compiled expressions of one validator. Not for several threads at once.</summary>
internal sealed class XPaths
{
    private static readonly XmlNamespaceManager Namespaces = new(new NameTable());
    private readonly Dictionary<string, XPathExpression> compiled = new(StringComparer.Ordinal);

    public bool IsTrue(XPathNavigator context, string? expression) => expression is null || Evaluate(context, expression) switch
    {
        bool yes => yes,
        double number => number != 0 && !double.IsNaN(number),
        string text => text.Length > 0,
        XPathNodeIterator nodes => nodes.MoveNext(),
        _ => false,
    };

    public List<XPathNavigator> Select(XPathNavigator context, string expression)
    {
        var nodes = new List<XPathNavigator>();
        var iterator = context.Select(Compile(expression));
        while (iterator.MoveNext())
        {
            nodes.Add(iterator.Current!.Clone());
        }

        return nodes;
    }

    public List<XPathNavigator> Select(XPathNavigator context, IEnumerable<string> expressions) => [.. expressions.SelectMany(e => Select(context, e))];

    // Texts made from values of a file are as many as the file likes and are not kept.
    private object Evaluate(XPathNavigator context, string expression) => context.Evaluate(Compile(expression));

    private XPathExpression Compile(string expression)
    {
        if (compiled.TryGetValue(expression, out var known))
        {
            return known;
        }

        var made = XPathExpression.Compile(expression, Namespaces);
        if (compiled.Count < 2000)
        {
            compiled.Add(expression, made);
        }

        return made;
    }
}
