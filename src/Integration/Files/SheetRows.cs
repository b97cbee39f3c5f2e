using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>Rows of one sheet as texts, read from front to back.</summary>
internal sealed class SheetRows(WorksheetPart sheet, IReadOnlyList<string> shared, IReadOnlySet<uint> dateStyles)
{
    private const int MaxColumns = 2000;
    private const double LastExcelDay = 2958466;

    /// <summary>Each row that holds anything.</summary>
    public IEnumerable<SheetRow> Read()
    {
        using var reader = OpenXmlReader.Create(sheet);
        var number = 0u;
        while (reader.Read())
        {
            if (reader.ElementType != typeof(Row) || !reader.IsStartElement)
            {
                continue;
            }

            var row = (Row)reader.LoadCurrentElement()!;
            number = row.RowIndex?.Value ?? number + 1;
            var cells = new Dictionary<int, SheetCell>();
            foreach (var cell in row.Elements<Cell>())
            {
                var column = Column(cell.CellReference?.Value, cells.Count);
                if (column < MaxColumns && Value(cell) is { } value)
                {
                    cells[column] = value;
                }
            }

            if (cells.Count > 0)
            {
                yield return new SheetRow(number, cells);
            }
        }
    }

    /// <summary>Letters of a column, from 0.</summary>
    public static string Letters(int column)
    {
        var letters = "";
        for (var rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        {
            letters = (char)('A' + ((rest - 1) % 26)) + letters;
        }

        return letters;
    }

    private static int Column(string? reference, int fallback)
    {
        var letters = reference?.TakeWhile(char.IsAsciiLetterUpper).ToList() ?? [];
        return letters.Count is 0 or > 3 ? fallback : letters.Aggregate(0, (sum, c) => (sum * 26) + c - 'A' + 1) - 1;
    }

    private SheetCell? Value(Cell cell)
    {
        if (cell.CellFormula is not null)
        {
            return new SheetCell("", "FORMULA", "A formula is not taken; put its value in.");
        }

        var type = cell.DataType?.Value ?? CellValues.Number;
        var raw = cell.CellValue?.Text ?? "";
        if (type == CellValues.Error)
        {
            return new SheetCell("", "ERROR_CELL", $"The cell holds the error {raw}.");
        }

        var text = type switch
        {
            CellValues.InlineString => Plain(cell.InlineString),
            CellValues.SharedString => int.TryParse(raw, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < shared.Count ? shared[index] : "",
            CellValues.Boolean => raw == "1" ? "TRUE" : raw == "0" ? "FALSE" : raw,
            CellValues.Number => Number(raw, cell.StyleIndex?.Value ?? 0),
            CellValues.Date => raw.EndsWith("T00:00:00", StringComparison.Ordinal) ? raw[..10] : raw,
            _ => raw,
        };
        return text.Trim().Length == 0 ? null : new SheetCell(text, null, "");
    }

    private string Number(string raw, uint style)
    {
        if (!double.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return raw;
        }

        if (dateStyles.Contains(style) && number is >= 1 and < LastExcelDay)
        {
            var date = DateTime.FromOADate(number);
            return date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }

        return decimal.TryParse(raw, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) ? exact.ToString(CultureInfo.InvariantCulture) : raw;
    }

    /// <summary>The words of a text, without readings printed above them.</summary>
    internal static string Plain(OpenXmlElement? text) =>
        text is null ? "" : string.Concat(text.ChildElements.Select(e => e switch { Text t => t.Text, Run run => run.Text?.Text ?? "", _ => "" }));
}

/// <summary>A row and its number.</summary>
internal sealed record SheetRow(long Number, IReadOnlyDictionary<int, SheetCell> Cells);

/// <summary>A cell: its text, or why it cannot be taken.</summary>
internal sealed record SheetCell(string Text, string? Rule, string Description);
