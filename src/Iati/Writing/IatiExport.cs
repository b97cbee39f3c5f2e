using System.Text;
using System.Xml;
using System.Xml.Linq;
using EGovPlatform.Iati.Model;
using EGovPlatform.Iati.Validation;

namespace EGovPlatform.Iati.Writing;

/// <summary>
/// Writes activity files of 2.03. Nothing leaves that has an error or a withdrawn code: the file is written aside first,
/// validated as a reader would, and copied out only then. Memory holds one activity at a time.
/// </summary>
public static class IatiExport
{
    /// <summary>Writes the activities, or nothing when the report says why not.</summary>
    /// <returns>The report; <see cref="MayLeave"/> of it says whether anything was written.</returns>
    public static async Task<ValidationReport> WriteAsync(Stream to, IatiFileHeader header, IEnumerable<IatiActivity> activities, ValidatorOptions? options, CancellationToken cancellation)
    {
        var (file, report) = Prepare(header, activities, options);
        await using (file)
        {
            if (MayLeave(report))
            {
                await file.CopyToAsync(to, cancellation);
            }

            return report;
        }
    }

    /// <summary>Writes the activities to a temporary file that is gone when closed, and validates it. It stands at its beginning.</summary>
    public static (Stream File, ValidationReport Report) Prepare(IatiFileHeader header, IEnumerable<IatiActivity> activities, ValidatorOptions? options = null) =>
        Prepare(file => Write(file, header, activities), options);

    /// <summary>The same for an organisation file.</summary>
    public static (Stream File, ValidationReport Report) Prepare(IatiFileHeader header, OrganizationFile organization, ValidatorOptions? options = null) =>
        Prepare(file => Write(file, header.Write("iati-organisations"), [organization.Write()]), options);

    private static (Stream File, ValidationReport Report) Prepare(Action<Stream> write, ValidatorOptions? options)
    {
        var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16, FileOptions.DeleteOnClose);
        try
        {
            write(file);
            file.Position = 0;
            var report = IatiValidator.Validate(file, options);
            file.Position = 0;
            return (file, report);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a file with this report may be published: no critical finding, no error, no withdrawn code.</summary>
    public static bool MayLeave(ValidationReport report) => report.Publishable && !report.All.Any(e => e.Codelist is not null);

    /// <summary>Writes the activities without asking whether they are valid.</summary>
    public static void Write(Stream to, IatiFileHeader header, IEnumerable<IatiActivity> activities) => Write(to, header.Write("iati-activities"), activities.Select(a => a.Write()));

    private static void Write(Stream to, XElement root, IEnumerable<XElement> entries)
    {
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n", CloseOutput = false };
        using var writer = XmlWriter.Create(to, settings);
        writer.WriteStartDocument();
        writer.WriteStartElement(root.Name.LocalName);
        foreach (var attribute in root.Attributes())
        {
            writer.WriteAttributeString(attribute.IsNamespaceDeclaration ? "xmlns" : null, attribute.Name.LocalName, attribute.IsNamespaceDeclaration ? XNamespace.Xmlns.NamespaceName : null, attribute.Value);
        }

        foreach (var entry in entries)
        {
            entry.WriteTo(writer);
        }

        writer.WriteFullEndElement();
        writer.WriteEndDocument();
    }
}
