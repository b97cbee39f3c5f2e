using System.IO.Compression;
using System.Xml;
using System.Xml.Linq;
using EGovPlatform.Activities.V1;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Reading;
using Google.Protobuf;

namespace EGovPlatform.Iati.Records;

/// <summary>
/// An activity on its way into a record and out again, whole but for its contacts: names, telephone numbers and addresses of
/// people have no place in a record that anyone may see.
/// </summary>
public static class KeptActivity
{
    private const string Contacts = "contact-info";

    /// <summary>Whether anything of the activity is not kept.</summary>
    public static bool DropsContacts(IatiActivity activity)
    {
        ArgumentNullException.ThrowIfNull(activity);
        return activity.OtherElements.Exists(e => e.Name == Contacts);
    }

    /// <summary>Packs an activity.</summary>
    public static IatiOrigin Keep(IatiActivity activity, string version)
    {
        ArgumentNullException.ThrowIfNull(activity);
        var xml = activity.Write();
        xml.Elements(Contacts).Remove();
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (var writer = XmlWriter.Create(gzip, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.Entitize }))
        {
            xml.WriteTo(writer);
        }

        return new IatiOrigin
        {
            Identifier = activity.Identifier.Trim(),
            ReportingOrganization = activity.Reporter?.Reference?.Trim() ?? "",
            Version = version,
            LastUpdated = activity.LastUpdated ?? "",
            Digest = Canonical.Digest(xml),
            Content = UnsafeByteOperations.UnsafeWrap(packed.ToArray()),
            ExportedFrom = xml.Element(XName.Get("record", ProjectOf.Own))?.Attribute("name")?.Value ?? "",
        };
    }

    /// <summary>The activity again; null when what is kept is none, or is more than is read.</summary>
    public static IatiActivity? Read(IatiOrigin? kept)
    {
        if (kept is null || kept.Content.IsEmpty)
        {
            return null;
        }

        try
        {
            using var gzip = new GZipStream(new MemoryStream(kept.Content.ToByteArray()), CompressionMode.Decompress);
            using var reader = XmlReader.Create(gzip, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, MaxCharactersInDocument = new IatiLimits().Characters });
            var element = XElement.Load(reader);
            return element.Name == "iati-activity" ? IatiActivity.Read(element) : null;
        }
        catch (Exception e) when (e is XmlException or InvalidDataException)
        {
            return null;
        }
    }
}
