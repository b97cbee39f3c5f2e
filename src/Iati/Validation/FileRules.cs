using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using EGovPlatform.Iati.Reading;

namespace EGovPlatform.Iati.Validation;

/// <summary>Findings that no ruleset file holds.</summary>
internal static class FileRules
{
    // A prefix nobody declared is well-formed XML that no schema knows; only the text of the exception tells.
    public static Finding NotXml(XmlException e) => e.Message.Contains("undeclared prefix", StringComparison.Ordinal)
        ? new("0.3.1", Severity.Critical, "schema", "The file does not follow the schema of its version.", e.Message, e.LineNumber, e.LinePosition)
        : new("0.1.1", Severity.Critical, "documents", "The file is not readable XML: it is not well-formed, has a document type definition, or is too big.", e.Message, e.LineNumber, e.LinePosition);

    public static Finding OverLimit(IatiLimitException e) =>
        new("0.1.1", Severity.Critical, "documents", "The file is more than is read.", e.Message, e.Line.Line, e.Line.Column);

    public static Finding NotIati(XElement root) =>
        At(root, "0.2.1", Severity.Critical, "documents", "The file is not an IATI file.", $"The root element is {root.Name}.");

    public static Finding OldVersion(XElement root, string version) =>
        At(root, "0.6.1", Severity.Critical, "documents", "Versions 1.0x of the IATI Standard are no longer read. Use version 2.", $"The version is {version}.");

    public static Finding Schema(XmlSchemaException e) =>
        new("0.3.1", Severity.Critical, "schema", "The file does not follow the schema of its version.", e.Message, e.LineNumber, e.LinePosition);

    public static Finding Repeated(XElement identifier) =>
        At(identifier, "1.1.2", Severity.Error, "identifiers", "The activity identifier must be unique for each activity.", $"\"{identifier.Value}\" is used before in this file.");

    private static Finding At(XElement element, string id, Severity severity, string category, string message, string context)
    {
        var line = SourceLine.Of(element) ?? new(0, 0);
        return new(id, severity, category, message, context, line.Line, line.Column);
    }
}
