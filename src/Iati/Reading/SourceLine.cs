using System.Xml;
using System.Xml.Linq;

namespace EGovPlatform.Iati.Reading;

/// <summary>Where an element or attribute stands in its file, from 1.</summary>
public sealed record SourceLine(int Line, int Column)
{
    /// <summary>The place of a node that was read from a file; null of others.</summary>
    public static SourceLine? Of(XObject? node) => node?.Annotation<SourceLine>() ?? (node as XAttribute)?.Parent?.Annotation<SourceLine>();

    internal static SourceLine Of(XmlReader reader) =>
        reader is IXmlLineInfo info && info.HasLineInfo() ? new(info.LineNumber, info.LinePosition) : new(0, 0);
}
