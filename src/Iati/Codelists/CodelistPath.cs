using System.Text.Json;
using System.Xml.Linq;

namespace EGovPlatform.Iati.Codelists;

/// <summary>One place in a file that is held to a code list.</summary>
internal sealed record CodelistPath(string Element, XName? Attribute, Codelist List, string Id, string Category, IReadOnlyList<string> Vocabularies, bool OrNone)
{
    public static CodelistPath Read(JsonElement json, IReadOnlyDictionary<string, Codelist> lists)
    {
        var path = json.GetProperty("path").GetString()!;
        var cut = path.LastIndexOf('/');
        var last = path[(cut + 1)..];
        return new(
            cut < 0 ? "" : path[..cut],
            last == "text()" ? null : last == "@xml:lang" ? XNamespace.Xml + "lang" : last.TrimStart('@'),
            lists[json.GetProperty("codelist").GetString()!],
            json.GetProperty("id").GetString()!,
            json.GetProperty("category").GetString()!,
            json.TryGetProperty("vocabularies", out var named) ? [.. named.EnumerateArray().Select(v => v.GetString()!)] : [],
            json.TryGetProperty("orNone", out _));
    }

    /// <summary>The code at this place of an element; null when there is none or another vocabulary is used.</summary>
    public string? CodeIn(XElement element)
    {
        if (Vocabularies.Count > 0)
        {
            var vocabulary = element.Attribute("vocabulary")?.Value;
            if (vocabulary is null ? !OrNone : !Vocabularies.Contains(vocabulary))
            {
                return null;
            }
        }

        return Attribute is null ? element.Value : element.Attribute(Attribute)?.Value;
    }
}
