using System.Globalization;
using System.Xml.Linq;
using EGovPlatform.Iati.Model;

namespace EGovPlatform.Iati.Writing;

/// <summary>Makes an element of a node's properties and of what else the node keeps.</summary>
internal sealed class Maker(XName name, IatiNode node)
{
    private readonly XElement element = new(name);

    /// <summary>An attribute; none when there is no text.</summary>
    public Maker Attribute(XName attribute, string? text)
    {
        if (text is not null)
        {
            element.SetAttributeValue(attribute, text);
        }

        return this;
    }

    /// <summary>An attribute with a day.</summary>
    public Maker Attribute(XName attribute, DateOnly? day) => Attribute(attribute, day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    /// <summary>An attribute with a number.</summary>
    public Maker Attribute(XName attribute, decimal? number) => Attribute(attribute, number?.ToString(CultureInfo.InvariantCulture));

    /// <summary>A child; none when it is null.</summary>
    public Maker Add(XElement? child)
    {
        element.Add(child);
        return this;
    }

    /// <summary>Children in this order.</summary>
    public Maker Add(IEnumerable<XElement> children)
    {
        element.Add(children);
        return this;
    }

    /// <summary>The text.</summary>
    public Maker Text(string text)
    {
        element.Add(new XText(text));
        return this;
    }

    /// <summary>The element. With an order given, children stand in the order the schema asks for, foreign ones last.</summary>
    public XElement Make(string[]? order = null)
    {
        foreach (var attribute in node.OtherAttributes)
        {
            element.SetAttributeValue(attribute.Name, attribute.Value);
        }

        element.Add(node.OtherElements.Select(e => new XElement(e)));
        if (order is not null)
        {
            var sorted = element.Elements().OrderBy(e => Place(e.Name, order)).ToList();
            element.ReplaceNodes(sorted);
        }

        return element;
    }

    private static int Place(XName name, string[] order) =>
        name.NamespaceName.Length > 0 ? int.MaxValue : Array.IndexOf(order, name.LocalName) is >= 0 and var place ? place : order.Length;
}
