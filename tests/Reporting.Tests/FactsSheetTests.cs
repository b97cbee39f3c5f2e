using System.Text.Json;
using EGovPlatform.Cli;
using EGovPlatform.Common.V1;
using EGovPlatform.Reporting.V1;

namespace EGovPlatform.Reporting.Tests;

/// <summary>The sheet of a publication leaves no fact of the table out, and no spreadsheet computes it.</summary>
public sealed class FactsSheetTests(FiveNoticesFixture notices) : IClassFixture<FiveNoticesFixture>
{
    private static readonly Fact[] Facts =
    [
        new() { Record = "publications/p", ResourceType = "Publication", FieldPath = "paragraphs[0]", Paragraph = 3, Certainty = Certainty.Stated, ValueJson = """{ "number": 3, "summary": "The seminar" }""" },
        new() { Record = "engagements/e", ResourceType = "Engagement", Title = "Seminar | forum", FieldPath = "attendance", Paragraph = 3, Certainty = Certainty.Inferred, Ground = "=1+1", ValueJson = "[\"a\", \"b\"]" },
        new() { Record = "engagements/e", ResourceType = "Engagement", FieldPath = "date", Certainty = Certainty.Stated, Rival = true, ValueJson = "2018" },
    ];

    [Fact]
    public void As_text() => Assert.Equal(
        "Facts of publications/p\n\nParagraph 3: The seminar\n¶3   INFERRED  engagements/e attendance = [\"a\", \"b\"] [=1+1]\n\nParagraph not given\n¶?   STATED    engagements/e date (rival) = 2018\n\n3 facts; 2 records you may not see are left out.\n",
        FactsSheet.Write("text", "publications/p", Facts, leftOut: 2));

    [Fact]
    public void As_markdown() => Assert.Contains(
        "## Paragraph 3: The seminar\n\n| certainty | record | field | value | ground |\n|---|---|---|---|---|\n| INFERRED | Seminar \\| forum (engagements/e) | attendance | [\"a\", \"b\"] | =1+1 |\n",
        FactsSheet.Write("md", "publications/p", Facts, leftOut: 0), StringComparison.Ordinal);

    [Fact]
    public void As_values_no_spreadsheet_computes()
    {
        var lines = FactsSheet.Write("csv", "publications/p", Facts, leftOut: 0).Split("\r\n");
        Assert.Equal("paragraph,certainty,record,title,type,field,value,rival,ground,digest", lines[0]);
        Assert.Equal("3,INFERRED,engagements/e,Seminar | forum,Engagement,attendance,\"[\"\"a\"\", \"\"b\"\"]\",,'=1+1,", lines[2]);
    }

    [Theory]
    [InlineData("=1", "'=1")]
    [InlineData(" +1", "' +1")]
    [InlineData("-1", "'-1")]
    [InlineData("@a", "'@a")]
    [InlineData("\t=1", "'\t=1")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("1-2", "1-2")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    public void Cells(string cell, string expected)
    {
        var line = new System.Text.StringBuilder();
        Csv.Line(line, [cell]);
        Assert.Equal(expected + "\r\n", line.ToString());
    }

    /// <summary>All fact rows of all five notices come back, with paragraph and certainty.</summary>
    [Fact]
    public async Task Every_fact_row_comes_back()
    {
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "fact-rows.json")));
        var missing = new List<string>();
        var count = 0;
        foreach (var row in file.RootElement.GetProperty("rows").EnumerateArray())
        {
            var facts = await AllAsync(row.GetProperty("publication").GetString()!);
            foreach (var wanted in row.GetProperty("facts").EnumerateArray())
            {
                count++;
                var of = facts.Where(f => f.Record == Text(wanted, "record") && f.FieldPath == Text(wanted, "field")).ToList();
                var read = of.Any(f => f.HasParagraph && f.Paragraph == wanted.GetProperty("paragraph").GetInt32() && string.Equals(f.Certainty.ToString(), Text(wanted, "certainty"), StringComparison.OrdinalIgnoreCase));
                var said = of.Any(f => wanted.GetProperty("contains").EnumerateArray().All(c => f.ValueJson.Contains(c.GetString()!, StringComparison.Ordinal)));
                if (!read || !said)
                {
                    missing.Add($"{Text(row, "row")} {Text(wanted, "record")} {Text(wanted, "field")}");
                }
            }
        }

        Assert.Empty(missing);
        Assert.InRange(count, 250, int.MaxValue);
    }

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;

    private async Task<List<Fact>> AllAsync(string publication) =>
        [.. (await notices.Mart.Facts.GetAsync(new GetFactsRequest { Publication = publication, PageSize = 1000 }, MartUnderTest.Staff, CancellationToken.None)).Facts];
}
