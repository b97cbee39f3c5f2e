using System.Globalization;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using DocumentFormat.OpenXml.Validation;
using EGovPlatform.Common.V1;
using EGovPlatform.Countries.V1;
using EGovPlatform.Reporting.V1;
using EGovPlatform.ReportingService.Exchange;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Lists of records and reports as files: exactly what was asked for, written while it is read, safe in a spreadsheet.</summary>
public sealed class RecordExportTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    [Theory]
    [InlineData("records", "type = Engagement AND country:PE")]
    [InlineData("records", "lineage:*")]
    [InlineData("attendance", "")]
    public async Task The_file_has_the_records_of_the_list(string measure, string filter)
    {
        var asked = new ListReportRecordsRequest { Measure = measure, Filter = filter, PageSize = 1000 };
        var listed = (await notices.Mart.Records.ListAsync(asked, MartUnderTest.Staff, CancellationToken.None)).Records;
        var lines = System.Text.Encoding.UTF8.GetString(await ExportAsync(notices.Mart, asked, TableFormat.Csv)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(listed);
        Assert.Equal(listed.Select(r => r.Name), lines.Skip(1).Select(l => l.Split(',')[0]));
    }

    [Fact]
    public async Task A_workbook_has_typed_cells_and_no_formula()
    {
        await using var mart = await MartUnderTest.CreateAsync();
        var log = new ChangeLog();
        log.Add("agreements/one", new Agreement
        {
            State = AgreementState.Signed,
            Titles = { new Name { Text = "=HYPERLINK(\"http://example.org\") 협력 Cooperación" } },
            Instruments = { new Instrument { Kind = InstrumentKind.Signing, ActDate = new DateValue { Edtf = "2018-05-28" } } },
        });
        await mart.ApplyAsync(log.Changes);
        var asked = new ListReportRecordsRequest { Measure = "agreements" };
        var cells = Cells(await ExportAsync(mart, asked, TableFormat.Xlsx));
        Assert.Equal("name", cells["A1"].Text);
        Assert.Equal("=HYPERLINK(\"http://example.org\") 협력 Cooperación", cells["C2"].Text);
        // 2018-05-28 as a day of a spreadsheet.
        Assert.Equal(("43248", true), (cells["F2"].Text, cells["F2"].IsNumber));
        Assert.Equal(("1", true), (cells["H2"].Text, cells["H2"].IsNumber));
        Assert.Contains("'=HYPERLINK", System.Text.Encoding.UTF8.GetString(await ExportAsync(mart, asked, TableFormat.Csv)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_leaves_as_a_workbook_with_unknown_cells_empty()
    {
        using var file = new MemoryStream();
        var report = new ExportSummaryRequest { Summary = new() { Measures = { "attendance" }, Dimensions = { "country" }, Filter = "country:PY OR country:PE" }, Format = TableFormat.Xlsx };
        await foreach (var part in new SummaryExports(notices.Mart.Summaries).MakeAsync(report, MartUnderTest.Staff, CancellationToken.None))
        {
            part.Data.WriteTo(file);
        }

        var cells = Cells(file.ToArray());
        var (peru, paraguay) = (RowOf(cells, "countries/PE"), RowOf(cells, "countries/PY"));
        Assert.Equal(("240", true), (cells[$"C{peru}"].Text, cells[$"C{peru}"].IsNumber));
        Assert.DoesNotContain($"C{paraguay}", cells.Where(c => c.Value.Text.Length > 0).Select(c => c.Key));
    }

    private static async Task<byte[]> ExportAsync(MartUnderTest mart, ListReportRecordsRequest records, TableFormat format)
    {
        using var file = new MemoryStream();
        await new RecordExports(mart.Records).WriteAsync(new() { Records = records, Format = format }, MartUnderTest.Staff, part =>
        {
            part.Data.WriteTo(file);
            return Task.CompletedTask;
        }, CancellationToken.None);
        return file.ToArray();
    }

    // As another program reads it, which also says what is not as the standard has it.
    private static Dictionary<string, (string Text, bool IsNumber)> Cells(byte[] file)
    {
        using var stream = new MemoryStream(file);
        using var workbook = SpreadsheetDocument.Open(stream, isEditable: false);
        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(workbook).Select(e => e.Description));
        var cells = workbook.WorkbookPart!.WorksheetParts.Single().Worksheet.Descendants<Cell>().ToList();
        Assert.DoesNotContain(cells, c => c.CellFormula is not null);
        return cells.Index().ToDictionary(c => c.Item.CellReference?.Value ?? Place(c.Item), c => (c.Item.InnerText, c.Item.DataType is null || c.Item.DataType.Value == CellValues.Number), StringComparer.Ordinal);
    }

    private static string Place(Cell cell)
    {
        var row = (Row)cell.Parent!;
        return $"{(char)('A' + row.Elements<Cell>().ToList().IndexOf(cell))}{(row.RowIndex?.Value ?? (uint)row.Parent!.Elements<Row>().ToList().IndexOf(row) + 1).ToString(CultureInfo.InvariantCulture)}";
    }

    private static string RowOf(Dictionary<string, (string Text, bool IsNumber)> cells, string key) =>
        cells.Single(c => c.Key[0] == 'A' && c.Value.Text == key).Key[1..];
}
