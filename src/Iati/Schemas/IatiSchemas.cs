using System.Collections.Concurrent;
using System.Xml;
using System.Xml.Schema;

namespace EGovPlatform.Iati.Schemas;

/// <summary>The XML Schemas of each version of the standard, compiled once.</summary>
internal static class IatiSchemas
{
    private static readonly ConcurrentDictionary<(string Version, bool Organisations), Lazy<XmlSchemaSet>> Compiled = new();

    /// <summary>The schema set of a file. Organisation files of 2.01 and 2.02 take the schema of 2.03, which accepts them.</summary>
    public static XmlSchemaSet Of(string version, bool organisations)
    {
        var known = version is "2.01" or "2.02" && !organisations ? version : "2.03";
        return Compiled.GetOrAdd((known, organisations), static key => new(() => Compile(key.Version, key.Organisations))).Value;
    }

    private static XmlSchemaSet Compile(string version, bool organisations)
    {
        var folder = new Uri($"iati:///schema/{version}/");
        var set = new XmlSchemaSet { XmlResolver = new EmbeddedSchemas() };
        var main = organisations ? "iati-organisations-schema.xsd" : "iati-activities-schema.xsd";
        using var reader = XmlReader.Create(Resource.Open($"schema/{version}/{main}"), new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore }, new Uri(folder, main).ToString());
        set.Add(null, reader);
        set.Compile();
        return set;
    }

    // Includes are found in the library and nowhere else.
    private sealed class EmbeddedSchemas : XmlResolver
    {
        public override object GetEntity(Uri absoluteUri, string? role, Type? ofObjectToReturn) =>
            absoluteUri.Scheme == "iati"
                ? Resource.Open(absoluteUri.AbsolutePath.TrimStart('/'))
                : throw new XmlException($"{absoluteUri} is not a schema of this library.");
    }
}
