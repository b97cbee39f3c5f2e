using System.Globalization;
using System.Text;

namespace EGovPlatform.Cli;

/// <summary>Lines of comma-separated values (RFC 4180) that no spreadsheet takes for formulas.</summary>
internal static class Csv
{
    /// <summary>Adds one line of texts and numbers; null is an empty cell.</summary>
    public static void Line(StringBuilder text, IEnumerable<object?> cells) => text.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(object? cell) => cell is string written ? Cell(written) : Convert.ToString(cell, CultureInfo.InvariantCulture) ?? "";

    // A spreadsheet computes what begins like this, whoever wrote it; an apostrophe makes it text.
    private static string Cell(string cell)
    {
        var safe = cell.TrimStart() is ['=' or '+' or '-' or '@', ..] || cell is ['\t' or '\r' or '\n', ..] ? "'" + cell : cell;
        return safe.AsSpan().IndexOfAny(",\"\r\n") >= 0 ? $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : safe;
    }
}
