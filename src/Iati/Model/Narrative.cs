using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Writing;

namespace EGovPlatform.Iati.Model;

/// <summary>A text in one language.</summary>
public sealed class Narrative : IatiNode
{
    /// <summary>The text.</summary>
    public required string Text { get; init; }

    /// <summary>Language code as written; null for the activity's default.</summary>
    public string? Language { get; init; }

    internal static Narrative Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new Narrative { Text = element.Value, Language = take.Text(XNamespace.Xml + "lang") });
    }

    internal XElement Write() => new Maker("narrative", this).Attribute(XNamespace.Xml + "lang", Language).Text(Text).Make();
}

/// <summary>Titles, descriptions and comments: texts in several languages, maybe with a type.</summary>
public sealed class TextBlock : IatiNode
{
    /// <summary>DescriptionType 1 general, 2 objectives, 3 target groups, 4 other.</summary>
    public string? Type { get; init; }

    /// <summary>The texts.</summary>
    public List<Narrative> Narratives { get; init; } = [];

    internal static TextBlock Read(XElement element)
    {
        var take = new Taker(element);
        return take.Rest(new TextBlock { Type = take.Text("type"), Narratives = take.All("narrative", Narrative.Read) });
    }

    internal XElement Write(string name) => new Maker(name, this).Attribute("type", Type).Add(Narratives.Select(n => n.Write())).Make();
}
