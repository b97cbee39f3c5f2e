using EGovPlatform.Integration.V1;

namespace EGovPlatform.Cli;

/// <summary>Says what became of the rows of an import.</summary>
internal static class ImportPrinter
{
    private static readonly RowOutcome[] Bad = [RowOutcome.Error, RowOutcome.Ask];

    /// <summary>Prints the rows that need someone, or all, and the sum. The result is the exit code.</summary>
    public static async Task<int> PrintAsync(ImportDesk desk, Import import, bool all)
    {
        var applied = import.State == ImportState.Applied;
        var rows = all ? await desk.RowsAsync(import.Name, new ListImportRowsRequest())
            : [.. await desk.RowsAsync(import.Name, new ListImportRowsRequest { Outcomes = { Bad } }), .. await desk.RowsAsync(import.Name, new ListImportRowsRequest { Progress = { RowProgress.Failed } })];
        foreach (var row in rows)
        {
            Print(row);
        }

        var counts = import.Counts;
        var failed = rows.Where(r => r.Progress == RowProgress.Failed).Select(r => r.Outcome).ToList();
        var errors = counts.Error + counts.Ask + failed.Count;
        Console.WriteLine($"{counts.Rows} records: {counts.Add - failed.Count(f => f == RowOutcome.Add)} added, {counts.Update - failed.Count(f => f == RowOutcome.Update)} updated, {counts.Unchanged} unchanged, {errors} errors{(applied ? "" : " (dry run, nothing stored)")}");
        Console.WriteLine(import.Name);
        return errors == 0 ? 0 : 1;
    }

    private static void Print(ImportRow row)
    {
        var outcome = row.Progress == RowProgress.Failed ? "FAILED" : row.Outcome.ToString().ToUpperInvariant();
        var says = row.Violations.Select(v => $"{(v.Place.Column.Length > 0 && v.Place.Column != v.Field ? v.Place.Sheet + " " + v.Place.Column + " " : "")}{v.Field}: {v.Rule}: {v.Description}")
            .Append(string.Join(", ", row.ChangedPaths)).Append(row.Note).Where(t => t.Length > 0).ToList();
        Console.WriteLine($"{outcome,-9} {At(row.Place)} {row.Record}{(says.Count > 0 ? ": " + string.Join("\n      ", says) : "")}");
        foreach (var question in row.Questions)
        {
            Console.WriteLine($"      {At(question.Place)} {question.Field}: '{question.Text}' may mean:");
            foreach (var candidate in question.Candidates)
            {
                Console.WriteLine($"        --answer '{question.Text}={candidate.Resource}'  {candidate.Label}");
            }
        }

        foreach (var resolution in row.Resolutions.Where(r => r.How is "name" or "file"))
        {
            Console.WriteLine($"      {resolution.Field}: '{resolution.Text}' is {resolution.Resource}");
        }
    }

    private static string At(CellPlace? place) =>
        place is null ? "" : string.Join(' ', new[] { place.Sheet, $"#{place.Row}", place.Column }.Where(p => p.Length > 0));
}
