using System.Globalization;
using System.Xml.Linq;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Rulesets;

namespace EGovPlatform.Iati.Reading;

/// <summary>Takes properties out of an element and hands what was not taken to the node.</summary>
internal sealed class Taker(XElement element)
{
    private readonly HashSet<XObject> taken = [];

    /// <summary>An attribute's text.</summary>
    public string? Text(XName name)
    {
        var attribute = element.Attribute(name);
        return attribute is not null && taken.Add(attribute) ? attribute.Value : null;
    }

    /// <summary>An attribute that is a day. A zone is dropped; what is no day is left untaken.</summary>
    public DateOnly? Date(XName name) => Parse<DateOnly>(name, static text =>
        DateTimeOffset.TryParseExact(text.Trim(), ["yyyy-MM-dd", "yyyy-MM-ddzzz", "yyyy-MM-ddK"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? DateOnly.FromDateTime(date.DateTime) : null);

    /// <summary>An attribute that is a decimal number; what is none is left untaken.</summary>
    public decimal? Number(XName name) => Parse<decimal>(name, SumRules.Number);

    /// <summary>All children of this name.</summary>
    public List<T> All<T>(string name, Func<XElement, T> read)
    {
        var found = element.Elements(name).ToList();
        taken.UnionWith(found);
        return found.ConvertAll(e => read(e));
    }

    /// <summary>The first child of this name; further ones are left untaken.</summary>
    public T? One<T>(string name, Func<XElement, T> read)
        where T : class
    {
        var first = element.Element(name);
        return first is not null && taken.Add(first) ? read(first) : null;
    }

    /// <summary>Gives the node what was not taken, and its line.</summary>
    public T Rest<T>(T node)
        where T : IatiNode
    {
        node.Line = SourceLine.Of(element);
        node.OtherAttributes.AddRange(element.Attributes().Where(a => !taken.Contains(a)));
        node.OtherElements.AddRange(element.Elements().Where(e => !taken.Contains(e)));
        return node;
    }

    private T? Parse<T>(XName name, Func<string, T?> parse)
        where T : struct
    {
        if (element.Attribute(name) is { } attribute && parse(attribute.Value) is { } value)
        {
            taken.Add(attribute);
            return value;
        }

        return null;
    }
}
