using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using EGovPlatform.IntegrationService.Files;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Templates;
using Groups = EGovPlatform.IntegrationService.Layouts.Groups;
using Cell = DocumentFormat.OpenXml.Spreadsheet.Cell;

namespace EGovPlatform.Integration.Tests;

/// <summary>What people do to workbooks.</summary>
public sealed class WorkbookTests
{
    [Fact]
    public void Formulas_and_errors_are_refused_by_cell_and_dates_are_read()
    {
        var file = Edited(WorkbookWriter.Write(Groups.All["engagements"], []), "engagements", sheet => sheet.Append(
            Row(2, ("A", Text("one")), (Column("date.edtf"), new Cell { CellValue = new CellValue("43248"), StyleIndex = 2 }), (Column("country"), new Cell { CellFormula = new CellFormula("1+1"), CellValue = new CellValue("2") })),
            Row(3, ("A", Text("two")), (Column("date.edtf"), new Cell { CellValue = new CellValue("2018") }), (Column("country"), new Cell { DataType = CellValues.Error, CellValue = new CellValue("#REF!") }))));
        var rows = FileReader.Open(file, "x.xlsx", "", "").Rows.ToList();
        var formula = Assert.Single(rows[0].Violations);
        Assert.Equal(("country", "FORMULA", "engagements", 2L, Column("country")), (formula.Field, formula.Rule, formula.Place.Sheet, formula.Place.Row, formula.Place.Column));
        Assert.Equal("ERROR_CELL", Assert.Single(rows[1].Violations).Rule);
        Assert.Equal(["2018-05-28", "2018"], rows.Select(r => ((Activities.V1.Engagement)r.Record!).Date.Edtf));
    }

    [Fact]
    public void A_row_of_another_sheet_needs_its_record_and_its_item()
    {
        var file = Edited(WorkbookWriter.Write(Groups.All["engagements"], []), "engagements", sheet => sheet.Append(Row(2, ("A", Text("one")))));
        file = Edited(file, "agenda", sheet => sheet.Append(Row(2, ("A", Text("one")), ("B", Text("k1"))), Row(3, ("A", Text("nobody")), ("B", Text("k2")))));
        file = Edited(file, "agenda.presenters", sheet => sheet.Append(Row(2, ("A", Text("one")), ("B", Text("k1"))), Row(3, ("A", Text("one")), ("B", Text("k9")))));
        var rows = FileReader.Open(file, "x.xlsx", "", "").Rows.ToList();
        Assert.Single(((Activities.V1.Engagement)rows[0].Record!).Agenda[0].Presenters);
        Assert.Equal(("ITEM_NOT_IN_SHEET", "agenda.presenters", 3L), rows[0].Violations.Select(v => (v.Rule, v.Place.Sheet, v.Place.Row)).Single());
        Assert.Equal(("RECORD_NOT_IN_SHEET", "agenda", 3L), rows[1].Violations.Select(v => (v.Rule, v.Place.Sheet, v.Place.Row)).Single());
    }

    [Fact]
    public void A_template_has_instructions_lists_and_no_personal_field()
    {
        using var document = SpreadsheetDocument.Open(new MemoryStream(WorkbookWriter.Write(Groups.All["people"], [])), false);
        var sheets = document.WorkbookPart!.Workbook.Descendants<Sheet>().ToList();
        Assert.Equal(["Read me", "people"], sheets.Take(2).Select(s => s.Name!.Value));
        Assert.Equal(SheetStateValues.Hidden, sheets.Single(s => s.Name == "Lists").State!.Value);
        Assert.DoesNotContain(sheets, s => s.Name!.Value!.StartsWith("private", StringComparison.Ordinal));
        var people = ((WorksheetPart)document.WorkbookPart.GetPartById(sheets[1].Id!.Value!)).Worksheet;
        Assert.DoesNotContain("private", people.Descendants<Row>().First().InnerText, StringComparison.Ordinal);
        Assert.NotEmpty(people.Descendants<DataValidation>());
    }

    [Fact]
    public void Several_values_stand_in_one_cell()
    {
        Assert.Equal(["a", "b;c", "d\\e", "f\ng"], CellText.Split("a; b\\;c\nd\\\\e;f\\ng;"));
    }

    private static string Column(string title) => SheetRows.Letters(Titles().IndexOf(title));

    private static List<string> Titles() => ["name", .. new RecordLayout(Activities.V1.Engagement.Descriptor).Sheets[0].Columns.Where(c => c != "name")];

    private static Cell Text(string text) => new() { DataType = CellValues.InlineString, InlineString = new InlineString(new Text(text)) };

    private static Row Row(uint number, params (string Column, Cell Cell)[] cells)
    {
        var row = new Row { RowIndex = number };
        foreach (var (column, cell) in cells.OrderBy(c => c.Column.Length).ThenBy(c => c.Column, StringComparer.Ordinal))
        {
            cell.CellReference = $"{column}{number}";
            row.Append(cell);
        }

        return row;
    }

    private static byte[] Edited(byte[] file, string sheet, Action<SheetData> edit)
    {
        using var stream = new MemoryStream();
        stream.Write(file);
        using (var document = SpreadsheetDocument.Open(stream, true))
        {
            var book = document.WorkbookPart!;
            var formats = book.WorkbookStylesPart!.Stylesheet.CellFormats!;
            if (formats.Elements<CellFormat>().Count() == 2)
            {
                formats.Append(new CellFormat { NumberFormatId = 14, ApplyNumberFormat = true });
            }

            var id = book.Workbook.Descendants<Sheet>().Single(s => s.Name == sheet).Id!.Value!;
            edit(((WorksheetPart)book.GetPartById(id)).Worksheet.GetFirstChild<SheetData>()!);
        }

        return stream.ToArray();
    }
}
