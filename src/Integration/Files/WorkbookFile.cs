using System.IO.Compression;
using System.Xml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using EGovPlatform.Access;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>An uploaded workbook, checked for size before anything in it is unfolded.</summary>
internal sealed class WorkbookFile : IDisposable
{
    private const long MaxUnpacked = 200_000_000;
    private const uint FirstOwnFormat = 164;

    private readonly SpreadsheetDocument document;
    private readonly List<string> shared;
    private readonly HashSet<uint> dateStyles;

    private WorkbookFile(SpreadsheetDocument document)
    {
        this.document = document;
        shared = [.. document.WorkbookPart!.SharedStringTablePart?.SharedStringTable.Elements<SharedStringItem>().Select(SheetRows.Plain) ?? []];
        dateStyles = DateStyles(document.WorkbookPart.WorkbookStylesPart?.Stylesheet);
    }

    /// <summary>Names of the sheets in their order.</summary>
    public IReadOnlyList<string> Names => [.. document.WorkbookPart!.Workbook.Descendants<Sheet>().Select(s => s.Name?.Value ?? "")];

    /// <exception cref="Grpc.Core.RpcException">MALFORMED or TOO_LARGE.</exception>
    public static WorkbookFile Open(byte[] file)
    {
        try
        {
            using (var zip = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read))
            {
                if (zip.Entries.Sum(e => e.Length) > MaxUnpacked)
                {
                    throw Errors.TooLarge("The unpacked workbook", MaxUnpacked);
                }
            }

            var opened = SpreadsheetDocument.Open(new MemoryStream(file), false, new OpenSettings { MaxCharactersInPart = MaxUnpacked });
            return opened.WorkbookPart is null ? throw Errors.Malformed("The workbook has no sheets.") : new WorkbookFile(opened);
        }
        catch (Exception e) when (e is InvalidDataException or OpenXmlPackageException or XmlException or FileFormatException or IOException or ArgumentException)
        {
            throw Errors.Malformed("The file is not an XLSX workbook.");
        }
    }

    public IEnumerable<SheetRow> Rows(string name)
    {
        var id = document.WorkbookPart!.Workbook.Descendants<Sheet>().First(s => s.Name?.Value == name).Id?.Value;
        return id is not null && document.WorkbookPart.GetPartById(id) is WorksheetPart part ? new SheetRows(part, shared, dateStyles).Read() : [];
    }

    public void Dispose() => document.Dispose();

    private static HashSet<uint> DateStyles(Stylesheet? styles)
    {
        var formats = styles?.NumberingFormats?.Elements<NumberingFormat>().ToDictionary(f => f.NumberFormatId?.Value ?? 0, f => f.FormatCode?.Value ?? "") ?? [];
        return
        [
            .. styles?.CellFormats?.Elements<CellFormat>().Index()
                .Where(f => IsDate(f.Item.NumberFormatId?.Value ?? 0, formats)).Select(f => (uint)f.Index) ?? [],
        ];
    }

    // Built-in date formats by number; own ones by a day or year in them.
    private static bool IsDate(uint id, Dictionary<uint, string> formats) =>
        id is (>= 14 and <= 17) or 22 or (>= 27 and <= 36) or (>= 50 and <= 58)
        || (id >= FirstOwnFormat && formats.GetValueOrDefault(id) is { } code && (code.Contains('y', StringComparison.OrdinalIgnoreCase) || code.Contains('d', StringComparison.OrdinalIgnoreCase)) && !code.Contains("[Red]", StringComparison.OrdinalIgnoreCase));
}
