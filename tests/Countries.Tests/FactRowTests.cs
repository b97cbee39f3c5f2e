using System.Text.Json;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Countries.Tests;

/// <summary>Every fact of the five notices, row by row, is in the files with its paragraph and certainty.</summary>
public sealed class FactRowTests
{
    private static readonly Dictionary<string, SampleRecord> Records = SampleFiles.Read("notices").ToDictionary(r => r.Name, StringComparer.Ordinal);

    public static TheoryData<string> Rows => [.. Read().Select(r => r.Row)];

    [Fact]
    public void All_rows_of_the_five_notices_are_there()
    {
        var expected = Enumerable.Range(1, 16).Select(n => $"0.{n}")
            .Concat(Enumerable.Range(1, 15).Select(n => $"1.{n}"))
            .Concat(Enumerable.Range(1, 13).Select(n => $"2.{n}"))
            .Concat(Enumerable.Range(1, 9).Select(n => $"3.{n}"))
            .Concat(Enumerable.Range(1, 7).Select(n => $"3.project.{n}"))
            .Concat(Enumerable.Range(1, 13).Select(n => $"4.{n}"));
        Assert.Equal(expected, Read().Select(r => r.Row));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Fact_row_is_in_the_files(string row)
    {
        var facts = Read().Single(r => r.Row == row);
        Assert.NotEmpty(facts.Facts);
        foreach (var fact in facts.Facts)
        {
            Assert.True(Records.TryGetValue(fact.Record, out var record), fact.Record);
            Assert.Contains(record.Record.Sources, s =>
                s.FieldPath == fact.Field && s.Publication == facts.Publication && s.Paragraph == fact.Paragraph && s.Certainty == Enum.Parse<Certainty>(fact.Certainty, ignoreCase: true));

            // What this notice says stands in the field, or in a claim where another notice was preferred.
            var values = record.Record.Claims.Where(c => c.FieldPath == fact.Field && c.Source.Publication == facts.Publication).Select(c => c.ValueJson).Prepend(SampleFiles.Json(record.Message, fact.Field));
            Assert.Contains(values, value => fact.Contains.All(part => value.Contains(part, StringComparison.Ordinal)));
        }

        Assert.All(facts.Unknown ?? [], fact => Assert.Equal("", SampleFiles.Json(Records[fact.Record].Message, fact.Field)));
    }

    private static List<FactRow> Read()
    {
        using var file = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fact-rows.json")));
        return file.RootElement.GetProperty("rows").Deserialize<List<FactRow>>(JsonSerializerOptions.Web)!;
    }

    private sealed record FactRow(string Row, string Publication, List<RowFact> Facts, List<RowField>? Unknown);

    private sealed record RowFact(string Record, string Field, int Paragraph, string Certainty, List<string> Contains);

    private sealed record RowField(string Record, string Field);
}
