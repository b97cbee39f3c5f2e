using System.Globalization;
using System.Xml.Linq;

namespace EGovPlatform.Iati.Writing;

/// <summary>The root of a file we write; always version 2.03.</summary>
/// <param name="GeneratedAt">When it was made.</param>
public sealed record IatiFileHeader(DateTimeOffset GeneratedAt)
{
    /// <summary>Namespaces of elements of our own and of foreign ones that come along, by prefix.</summary>
    public IReadOnlyDictionary<string, string> Namespaces { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    internal XElement Write(string root) => new(
        root,
        new XAttribute("version", "2.03"),
        new XAttribute("generated-datetime", GeneratedAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture)),
        Namespaces.Select(n => new XAttribute(XNamespace.Xmlns + n.Key, n.Value)));
}
