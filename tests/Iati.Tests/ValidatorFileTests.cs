namespace EGovPlatform.Iati.Tests;

/// <summary>The public validator's own test files, which may not be copied into this repository.</summary>
public sealed class ValidatorFileTests
{
    private const string Variable = "EGOV_VALIDATOR_TESTS";

    [Fact]
    public void Files_Give_The_Expected_Findings()
    {
        var folder = TestData.Outside(Variable);
        Assert.SkipUnless(folder is not null, $"The files are under AGPL-3.0 and not in the repository; {Variable} names the folder with EXPECTED.tsv and files/.");
        var wrong = new List<string>();
        var checkedFiles = 0;
        foreach (var row in File.ReadLines(Path.Combine(folder!, "EXPECTED.tsv")).Skip(1).Select(l => l.Split('\t')))
        {
            // These ask a data store which identifiers the world uses.
            if (row[1] != "yes" || row[6].StartsWith("Advisory", StringComparison.Ordinal))
            {
                continue;
            }

            checkedFiles++;
            var report = TestData.Validate(Path.Combine(folder!, "files", row[0]));
            var ids = report.All.Select(e => e.Id).ToHashSet();
            var missing = row[4].Split(',', StringSplitOptions.RemoveEmptyEntries).Where(id => !ids.Contains(id)).ToList();
            // 400 and 422 stand for a file that is not valid, 200 for one that is.
            var valid = row[2] is "" ? report.Valid : row[2] == "200";
            if (missing.Count > 0 || valid != report.Valid || (row[3].Length > 0 && (row[3] == "true") != report.Valid))
            {
                wrong.Add($"{row[0]}: misses {string.Join(',', missing)}, valid {report.Valid}, expected {row[2]} {row[3]}; found {string.Join(',', ids)}");
            }
        }

        Assert.True(checkedFiles >= 55, $"only {checkedFiles} files were there");
        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
