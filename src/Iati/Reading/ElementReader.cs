using System.Xml;
using System.Xml.Linq;

namespace EGovPlatform.Iati.Reading;

/// <summary>Reads one element with all below it into memory, with the line of each node, and no deeper than allowed.</summary>
internal static class ElementReader
{
    /// <summary>Reads the element the reader stands on and moves past it.</summary>
    /// <exception cref="IatiLimitException">The element goes deeper than allowed.</exception>
    public static XElement Read(XmlReader reader, int depth)
    {
        var root = Start(reader, depth);
        var current = root;
        if (reader.IsEmptyElement)
        {
            reader.Read();
            return root;
        }

        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    var child = Start(reader, depth);
                    current.Add(child);
                    current = reader.IsEmptyElement ? current : child;
                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.SignificantWhitespace or XmlNodeType.Whitespace:
                    current.Add(new XText(reader.Value));
                    break;
                case XmlNodeType.EndElement when current == root:
                    reader.Read();
                    return root;
                case XmlNodeType.EndElement:
                    current = current.Parent!;
                    break;
            }
        }

        return root;
    }

    /// <summary>The attributes of the element the reader stands on.</summary>
    public static IEnumerable<XAttribute> Attributes(XmlReader reader)
    {
        var attributes = new List<XAttribute>();
        while (reader.MoveToNextAttribute())
        {
            var attribute = new XAttribute(Name(reader), reader.Value);
            attribute.AddAnnotation(SourceLine.Of(reader));
            attributes.Add(attribute);
        }

        reader.MoveToElement();
        return attributes;
    }

    private static XElement Start(XmlReader reader, int depth)
    {
        if (reader.Depth > depth)
        {
            throw new IatiLimitException($"An element stands more than {depth} deep.", SourceLine.Of(reader));
        }

        var element = new XElement(XName.Get(reader.LocalName, reader.NamespaceURI));
        element.AddAnnotation(SourceLine.Of(reader));
        element.Add(Attributes(reader));
        return element;
    }

    // xmlns="..." is in no namespace to LINQ and in the namespace of namespaces to the reader.
    private static XName Name(XmlReader reader) =>
        reader.Prefix.Length == 0 && reader.LocalName == "xmlns" ? "xmlns" : XName.Get(reader.LocalName, reader.NamespaceURI);
}

/// <summary>A file that goes over a limit.</summary>
internal sealed class IatiLimitException(string message, SourceLine line) : Exception(message)
{
    public SourceLine Line { get; } = line;
}
