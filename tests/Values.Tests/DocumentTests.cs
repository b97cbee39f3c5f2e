using System.Globalization;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Values.Tests;

/// <summary>docs/values-rules.md says what the library does.</summary>
public class DocumentTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "values-rules.md"));

    /// <summary>The rows of the table with this header, cells without backticks.</summary>
    private static List<string[]> Table(string header)
    {
        List<string[]> rows = [.. Lines.SkipWhile(line => line != header).Skip(2).TakeWhile(line => line.StartsWith('|')).Select(Cells)];
        Assert.True(rows.Count > 1, $"No table '{header}'.");
        return rows;
    }

    private static string[] Cells(string line) => [.. line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('`'))];

    private static Count Read(string text)
    {
        var words = text.Split(' ');
        long Number(int i) => long.Parse(words[i], CultureInfo.InvariantCulture);
        return words switch
        {
            ["unknown"] => CountTests.Unknown,
            ["about", _] => CountTests.About(Number(1)),
            ["over", _] => CountTests.Over(Number(1)),
            ["at", "least", _] => CountTests.AtLeast(Number(2)),
            ["at", "most", _] => CountTests.AtMost(Number(2)),
            [_, "to", _] => CountTests.Between(Number(0), Number(2)),
            _ => CountTests.Exact(Number(0)),
        };
    }

    [Fact]
    public void Sums() => Assert.All(
        Table("| sum | result |"),
        row => Assert.Equal(row[1], CountRules.Sum(row[0].Split(" + ").Select(Read)).Text));

    [Fact]
    public void Bounds() => Assert.All(Table("| printed | lower | upper |"), row =>
    {
        var (lower, upper) = CountRules.Bounds(Read(row[0]));
        Assert.Equal((row[0], row[1], row[2]), (CountRules.Text(Read(row[0])), lower?.ToString(CultureInfo.InvariantCulture) ?? "none", upper?.ToString(CultureInfo.InvariantCulture) ?? "none"));
    });

    [Fact]
    public void Answers() => Assert.All(
        Table("| date | running on 2018-05-28 |"),
        row => Assert.Equal(row[1], DateRules.RunningOn(new DateValue { Edtf = row[0] }, new DateOnly(2018, 5, 28)).ToString().ToLowerInvariant()));

    [Fact]
    public void Groups() => Assert.All(Table("| date | by month | by quarter | by year |"), row => Assert.Equal(
        row[1..],
        new[] { DateUnit.Month, DateUnit.Quarter, DateUnit.Year }.Select(unit => DateBucket.Of(new DateValue { Edtf = row[0] }, unit).Key)));

    [Fact]
    public void Lists() => Assert.All(Table("| stated | listed | unnamed | result |"), row =>
    {
        var list = new StatedList { Stated = Read(row[0]), Unnamed = row[2].Length > 0 ? Read(row[2]) : null };
        list.Items.AddRange(Enumerable.Range(1, int.Parse(row[1], CultureInfo.InvariantCulture)).Select(i => new ListedItem { AsPrinted = $"{i}" }));
        Assert.Equal(row[3], StatedListRules.Reconcile(list).Text);
    });

    [Fact]
    public void Warnings() => Assert.Equal(WarningTests.Odd.Keys.Order(), Table("| rule | when |").Select(row => row[0]).Order());
}
