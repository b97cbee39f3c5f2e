using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using EGovPlatform.Iati.Schemas;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Reading;

/// <summary>
/// Goes through a file from activity to activity (or organisation to organisation) and holds one at a time in memory.
/// The first layer runs along: what the schema says is known with each entry.
/// </summary>
internal sealed class IatiFileReader : IDisposable
{
    private readonly IatiLimits limits;
    private readonly XmlReader raw;
    private readonly List<Finding> fileFindings = [];
    private readonly List<Finding> schemaFindings = [];

    public IatiFileReader(Stream file, IatiLimits limits)
    {
        this.limits = limits;
        raw = XmlReader.Create(file, new XmlReaderSettings
        {
            DtdProcessing = DtdProcessing.Prohibit,
            XmlResolver = null,
            MaxCharactersInDocument = limits.Characters,
            IgnoreComments = true,
            IgnoreProcessingInstructions = true,
        });
    }

    /// <summary>The root without what is in it; null until it is read and when there is none.</summary>
    public XElement? Root { get; private set; }

    /// <summary>Whether the file has organisations instead of activities.</summary>
    public bool IsOrganisations => Root?.Name.LocalName == "iati-organisations";

    /// <summary>The version the file says it has; empty when it says none.</summary>
    public string Version => Root?.Attribute("version")?.Value ?? "";

    /// <summary>What is wrong with the file as a whole. Complete when all entries are read.</summary>
    public IReadOnlyList<Finding> FileFindings => fileFindings;

    /// <summary>Reads on to the end, an entry at a time. It never throws for what is in the file.</summary>
    public IEnumerable<FileEntry> Read()
    {
        if (!Guard(ReadRoot) || !IsReadable())
        {
            yield break;
        }

        using var reader = Validating();
        FileEntry? entry = null;
        while (Guard(() => (entry = Next(reader)) is not null))
        {
            yield return entry!;
        }

        fileFindings.AddRange(schemaFindings);
    }

    public void Dispose() => raw.Dispose();

    private bool ReadRoot()
    {
        if (raw.MoveToContent() != XmlNodeType.Element)
        {
            return false;
        }

        Root = new XElement(XName.Get(raw.LocalName, raw.NamespaceURI), ElementReader.Attributes(raw));
        Root.AddAnnotation(SourceLine.Of(raw));
        return true;
    }

    private bool IsReadable()
    {
        if (Root!.Name.NamespaceName.Length > 0 || Root.Name.LocalName is not ("iati-activities" or "iati-organisations"))
        {
            fileFindings.Add(FileRules.NotIati(Root));
            // Read on: what is not even XML is told so.
            Guard(() =>
            {
                while (raw.Read())
                {
                }

                return true;
            });
            return false;
        }

        if (Version.StartsWith("1.", StringComparison.Ordinal))
        {
            fileFindings.Add(FileRules.OldVersion(Root, Version));
            return false;
        }

        return true;
    }

    private XmlReader Validating()
    {
        var settings = new XmlReaderSettings
        {
            Schemas = IatiSchemas.Of(Version, IsOrganisations),
            ValidationType = ValidationType.Schema,
            ValidationFlags = XmlSchemaValidationFlags.ProcessIdentityConstraints,
        };
        settings.ValidationEventHandler += (_, e) =>
        {
            if (e.Severity == XmlSeverityType.Error)
            {
                schemaFindings.Add(FileRules.Schema(e.Exception));
            }
        };
        var reader = XmlReader.Create(raw, settings);
        reader.Read();
        return reader;
    }

    // What the schema says between two entries concerns the file; what it says inside one concerns that one.
    private FileEntry? Next(XmlReader reader)
    {
        while (!reader.EOF)
        {
            if (reader.NodeType == XmlNodeType.Element && reader.Depth == 1)
            {
                var own = reader.LocalName == (IsOrganisations ? "iati-organisation" : "iati-activity") && reader.NamespaceURI.Length == 0;
                if (own)
                {
                    var before = schemaFindings.Count;
                    var element = ElementReader.Read(reader, limits.Depth);
                    var found = schemaFindings.Skip(before).ToList();
                    schemaFindings.RemoveRange(before, found.Count);
                    return new(element, found);
                }

                ElementReader.Read(reader, limits.Depth);
                continue;
            }

            reader.Read();
        }

        return null;
    }

    private bool Guard(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (XmlException exception)
        {
            fileFindings.Add(FileRules.NotXml(exception));
        }
        catch (IatiLimitException exception)
        {
            fileFindings.Add(FileRules.OverLimit(exception));
        }

        return false;
    }
}

/// <summary>One activity or organisation of a file, and what the schema says of it.</summary>
internal sealed record FileEntry(XElement Element, IReadOnlyList<Finding> SchemaFindings);
