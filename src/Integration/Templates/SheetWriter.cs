using System.Globalization;
using System.Text;
using System.Xml;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using EGovPlatform.IntegrationService.Files;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>Writes one sheet from front to back: header, rows, lists to choose from.</summary>
internal sealed class SheetWriter : IDisposable
{
    private const uint HeaderStyle = 1;
    private const int LastValidatedRow = 10_000;

    // Beyond this a double no longer holds every whole number.
    private const long ExactWhole = 1L << 53;

    private readonly OpenXmlWriter writer;
    private readonly List<(string Range, string List)> choices = [];
    private uint row;

    public SheetWriter(WorksheetPart part, IReadOnlyList<int>? widths = null)
    {
        writer = OpenXmlWriter.Create(part);
        writer.WriteStartElement(new Worksheet());
        writer.WriteElement(new SheetViews(new SheetView(new Pane { VerticalSplit = 1, TopLeftCell = "A2", ActivePane = PaneValues.BottomLeft, State = PaneStateValues.Frozen }) { WorkbookViewId = 0 }));
        if (widths is { Count: > 0 })
        {
            writer.WriteElement(new Columns(widths.Select((w, i) => new Column { Min = (uint)i + 1, Max = (uint)i + 1, Width = w, CustomWidth = true })));
        }

        writer.WriteStartElement(new DocumentFormat.OpenXml.Spreadsheet.SheetData());
    }

    public void Header(IEnumerable<string> titles) => Row(titles.Select(t => (t, FieldType.String)), HeaderStyle);

    public void Texts(params IEnumerable<string> texts) => Row(texts.Select(t => (t, FieldType.String)), 0);

    public void Row(IEnumerable<(string Text, FieldType Type)> cells, uint style = 0)
    {
        row++;
        writer.WriteStartElement(new Row { RowIndex = row });
        foreach (var (i, (text, type)) in cells.Index())
        {
            if (text.Length > 0)
            {
                Cell(SheetRows.Letters(i) + row.ToString(CultureInfo.InvariantCulture), text, type, style);
            }
        }

        writer.WriteEndElement();
    }

    /// <summary>Cells of a column take only values of a list.</summary>
    public void Choose(int column, string list)
    {
        var letters = SheetRows.Letters(column);
        choices.Add(($"{letters}2:{letters}{LastValidatedRow.ToString(CultureInfo.InvariantCulture)}", list));
    }

    public void Dispose()
    {
        writer.WriteEndElement();
        if (choices.Count > 0)
        {
            writer.WriteElement(new DataValidations(choices.Select(Validation)) { Count = (uint)choices.Count });
        }

        writer.WriteEndElement();
        writer.Dispose();
    }

    private static DataValidation Validation((string Range, string List) choice) => new(new Formula1(choice.List))
    {
        Type = DataValidationValues.List,
        AllowBlank = true,
        ShowErrorMessage = true,
        ErrorStyle = DataValidationErrorStyleValues.Warning,
        ErrorTitle = "Not in the list",
        Error = "The check will refuse a value that is not in the list.",
        SequenceOfReferences = new ListValue<StringValue>([new StringValue(choice.Range)]),
    };

    private void Cell(string reference, string text, FieldType type, uint style)
    {
        var cell = new Cell { CellReference = reference, StyleIndex = style };
        switch (type)
        {
            case FieldType.Bool:
                cell.DataType = CellValues.Boolean;
                cell.CellValue = new CellValue(text == "TRUE" ? "1" : "0");
                break;
            case FieldType.String or FieldType.Enum or FieldType.Bytes or FieldType.Message:
                AsText(cell, text);
                break;
            default:
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < ExactWhole)
                {
                    cell.CellValue = new CellValue(text);
                }
                else
                {
                    AsText(cell, text);
                }

                break;
        }

        writer.WriteElement(cell);
    }

    private static void AsText(Cell cell, string text)
    {
        cell.DataType = CellValues.InlineString;
        cell.InlineString = new InlineString(new Text(Clean(text)) { Space = SpaceProcessingModeValues.Preserve });
    }

    // Control characters have no place in XML.
    private static string Clean(string text)
    {
        if (text.All(c => XmlConvert.IsXmlChar(c) || char.IsSurrogate(c)))
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            clean.Append(rune.Value < 0x20 && rune.Value is not ('\t' or '\n' or '\r') ? " " : rune.ToString());
        }

        return clean.ToString();
    }
}
