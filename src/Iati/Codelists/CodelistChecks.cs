using System.Xml.Linq;
using EGovPlatform.Iati.Reading;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Codelists;

/// <summary>The second layer: every code is on its list. A withdrawn one is a warning.</summary>
internal static class CodelistChecks
{
    private static readonly ILookup<string, CodelistPath> ByElement = Codelist.Paths.ToLookup(p => p.Element, StringComparer.Ordinal);

    /// <summary>Checks an activity or organisation with all below it.</summary>
    public static void Check(XElement entry, List<Finding> findings) => Check(entry, entry.Name.LocalName, findings);

    /// <summary>Checks one element alone, by its path from the activity, organisation or root.</summary>
    public static void CheckOne(XElement element, string path, List<Finding> findings)
    {
        foreach (var place in ByElement[path].Concat(ByElement[""]))
        {
            if (place.CodeIn(element) is { } code)
            {
                Check(element, place, code, findings);
            }
        }
    }

    private static void Check(XElement element, string path, List<Finding> findings)
    {
        CheckOne(element, path, findings);
        foreach (var child in element.Elements())
        {
            if (child.Name.NamespaceName.Length == 0)
            {
                Check(child, $"{path}/{child.Name.LocalName}", findings);
            }
        }
    }

    private static void Check(XElement element, CodelistPath place, string code, List<Finding> findings)
    {
        if (place.List.Has(code) && !place.List.IsWithdrawn(code))
        {
            return;
        }

        var known = place.List.Has(code);
        var what = place.Attribute is { } attribute ? $"attribute @{(attribute.Namespace == XNamespace.Xml ? "xml:" : "")}{attribute.LocalName}" : $"element {element.Name.LocalName}";
        var line = SourceLine.Of(place.Attribute is null ? element : element.Attribute(place.Attribute)) ?? new(0, 0);
        findings.Add(new(
            place.Id,
            known ? Severity.Warning : Severity.Error,
            place.Category,
            known ? $"The code has been withdrawn from the list {place.List.Name}." : $"The code is not on the list {place.List.Name}.",
            $"\"{(code.Length > 100 ? code[..100] + "..." : code)}\" is not a valid value for {what}",
            line.Line,
            line.Column,
            place.List.Name));
    }
}
