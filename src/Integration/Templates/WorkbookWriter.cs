using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Groups = EGovPlatform.IntegrationService.Layouts.Groups;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>Makes the workbook of one group: instructions, a sheet with one row per record, a sheet per list of parts, and the hidden lists.</summary>
internal sealed class WorkbookWriter
{
    private readonly ResourceCatalog.Entry entry;
    private readonly RecordLayout layout;
    private readonly ChoiceLists lists = new();
    private readonly List<(string Name, string Path)> named = [];
    private readonly List<(string Name, RecordCells Cells)> records;
    private uint sheetId;

    private WorkbookWriter(ResourceCatalog.Entry entry, IEnumerable<IMessage> records)
    {
        this.entry = entry;
        layout = new RecordLayout(entry.Descriptor);
        this.records = [.. records.Select(r => ((string)r.Descriptor.FindFieldByNumber(1).Accessor.GetValue(r), RecordCells.Of(r)))];
        this.records.ForEach(r => layout.Add(r.Cells));
    }

    /// <summary>The bytes of the workbook.</summary>
    public static byte[] Write(ResourceCatalog.Entry entry, IEnumerable<IMessage> records)
    {
        using var stream = new MemoryStream();
        using (var document = SpreadsheetDocument.Create(stream, SpreadsheetDocumentType.Workbook))
        {
            new WorkbookWriter(entry, records).WriteTo(document);
        }

        return stream.ToArray();
    }

    private void WriteTo(SpreadsheetDocument document)
    {
        var book = document.AddWorkbookPart();
        book.Workbook = new Workbook(new BookViews(new WorkbookView { ActiveTab = 1 }));
        book.AddNewPart<WorkbookStylesPart>().Stylesheet = Styles();
        var sheets = book.Workbook.AppendChild(new Sheets());
        ReadMe(Add(book, sheets, WorkbookForm.ReadMe));
        var taken = new HashSet<string>(StringComparer.Ordinal) { WorkbookForm.ReadMe.ToLowerInvariant(), WorkbookForm.Lists.ToLowerInvariant() };
        foreach (var sheet in layout.Sheets)
        {
            var name = WorkbookForm.SheetName(sheet.Path.Length == 0 ? Groups.Of(entry) : sheet.Path, taken);
            named.Add((name, sheet.Path));
            Sheet(Add(book, sheets, name), sheet);
        }

        lists.Write(Add(book, sheets, WorkbookForm.Lists, hidden: true), [(WorkbookForm.GroupKey, Groups.Of(entry)), .. named.Skip(1)]);
        book.Workbook.Save();
    }

    private WorksheetPart Add(WorkbookPart book, Sheets sheets, string name, bool hidden = false)
    {
        var part = book.AddNewPart<WorksheetPart>();
        sheets.Append(new Sheet { Id = book.GetIdOfPart(part), SheetId = ++sheetId, Name = name, State = hidden ? SheetStateValues.Hidden : SheetStateValues.Visible });
        return part;
    }

    private void ReadMe(WorksheetPart part)
    {
        using var writer = new SheetWriter(part, [110]);
        writer.Header([$"How to fill in {Groups.Of(entry)}"]);
        foreach (var line in Instructions.Lines(entry))
        {
            writer.Texts(line);
        }
    }

    private void Sheet(WorksheetPart part, SheetLayout sheet)
    {
        var parent = layout.ParentOf(sheet);
        string[] first = sheet.Path.Length > 0 ? parent is null ? ["record"] : ["record", "item"] : Groups.HasParentColumn(entry) ? ["name", "parent"] : ["name"];
        string[] titles = [.. first, .. sheet.Columns.Where(c => sheet.Path.Length > 0 || c != "name")];
        using var writer = new SheetWriter(part, [.. titles.Select(t => Math.Clamp(t.Length + 2, 10, 40))]);
        writer.Header(titles);
        foreach (var (name, cells) in records)
        {
            foreach (var item in cells.Items.Where(i => i.Sheet == sheet.Path))
            {
                var values = item.Cells.ToDictionary(c => c.Column, c => (c.Text, c.Field.IsRepeated ? FieldType.String : c.Field.FieldType), StringComparer.Ordinal);
                values[first[0]] = (name, FieldType.String);
                if (parent is not null)
                {
                    values["item"] = (ItemOf(cells, parent, item.Indexes[..^1]), FieldType.String);
                }

                writer.Row(titles.Select(t => values.GetValueOrDefault(t, ("", FieldType.String))));
            }
        }

        foreach (var (column, title) in titles.Index().Skip(first.Length))
        {
            if (lists.For(Field(sheet, title)) is { } range)
            {
                writer.Choose(column, range);
            }
        }
    }

    // The key of the item this one belongs to where keys tell them apart, else its position.
    private static string ItemOf(RecordCells cells, string sheet, int[] indexes)
    {
        var items = cells.Items.Where(i => i.Sheet == sheet).ToList();
        var keys = items.Select(i => i.Cells.FirstOrDefault(c => c.Column == "key")?.Text ?? "").ToList();
        var position = items.FindIndex(i => i.Indexes.AsSpan().SequenceEqual(indexes));
        return keys.TrueForAll(k => k.Length > 0 && !k.All(char.IsAsciiDigit)) && keys.Distinct(StringComparer.Ordinal).Count() == keys.Count
            ? keys[position]
            : (position + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    private FieldDescriptor Field(SheetLayout sheet, string column)
    {
        var at = entry.Descriptor;
        FieldDescriptor? field = null;
        foreach (var segment in $"{sheet.Path}.{column}".Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            field = at.FindFieldByName(segment);
            at = field.FieldType == FieldType.Message ? field.MessageType : at;
        }

        return field!;
    }

    private static Stylesheet Styles() => new(
        new Fonts(new Font(), new Font(new Bold())),
        new Fills(new Fill(new PatternFill { PatternType = PatternValues.None }), new Fill(new PatternFill { PatternType = PatternValues.Gray125 })),
        new Borders(new Border()),
        new CellStyleFormats(new CellFormat()),
        new CellFormats(
            new CellFormat { NumberFormatId = 0 },
            new CellFormat { FontId = 1, ApplyFont = true }));
}
