using System.IO.Compression;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>Several files that name each other's records, as one import: a ZIP archive of workbooks and CSV files, of JSON files, or of IATI files.</summary>
internal static class ArchiveReader
{
    private const int MaxFiles = 50;
    private const int MaxUnpacked = 20_000_000;

    public static FileContent Open(byte[] file)
    {
        var parts = Unpack(file).Select(f => (f.Name, Content: FileReader.Open(f.Bytes, f.Name, "", ""))).ToList();
        if (parts.Select(p => p.Content.Columns is ["*"]).Distinct().Count() > 1 || parts.Select(p => p.Content.Columns == IatiFile.Columns).Distinct().Count() > 1)
        {
            throw Errors.InvalidField("file", "FILE_TYPE", "An archive holds JSON files, tables or IATI files, not several of them.");
        }

        var groups = parts.Select(p => p.Content.Group).Distinct(StringComparer.Ordinal).ToList();
        return new FileContent(
            groups.Count == 1 ? groups[0] : "",
            [.. parts.SelectMany(p => p.Content.Columns).Distinct(StringComparer.Ordinal)],
            parts.SelectMany(p => p.Content.Rows.Select(r => Named(p.Name, r))));
    }

    private static List<(string Name, byte[] Bytes)> Unpack(byte[] file)
    {
        try
        {
            using var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            var entries = zip.Entries.Where(e => e.Name.Length > 0).ToList();
            if (entries.Count > MaxFiles || entries.Sum(e => e.Length) > MaxUnpacked)
            {
                throw Errors.TooLarge($"The archive of more than {MaxFiles} files or its content", MaxUnpacked);
            }

            return entries.Count == 0
                ? throw Errors.InvalidField("file", "EMPTY", "The archive has no files.")
                : [.. entries.Select(e => (e.Name, Read(e)))];
        }
        catch (InvalidDataException)
        {
            throw Errors.Malformed("The file is not a ZIP archive.");
        }
    }

    // The length in the directory may lie; what comes out is counted.
    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var most = entry.Name.EndsWith(".xml", StringComparison.OrdinalIgnoreCase) ? MaxUnpacked : FileReader.MaxBytes;
        var bytes = new byte[most + 1];
        var length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return length > most ? throw Errors.TooLarge(entry.Name, most) : bytes[..length];
    }

    private static FileRow Named(string file, FileRow row)
    {
        foreach (var place in row.Places.Values.Concat(row.Violations.Select(v => v.Place)).Append(row.Place).Distinct(ReferenceEqualityComparer.Instance).Cast<CellPlace>())
        {
            place.Sheet = place.Sheet.Length == 0 ? file : $"{file}#{place.Sheet}";
        }

        return row;
    }
}
