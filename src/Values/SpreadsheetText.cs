namespace EGovPlatform.Values;

/// <summary>
/// Texts in files that spreadsheets open and that come back: what a spreadsheet would compute begins with an apostrophe there,
/// and has lost it again when it is read.
/// </summary>
public static class SpreadsheetText
{
    /// <summary>The text as a cell that no spreadsheet takes for a formula. Numbers stay as they are.</summary>
    public static string Protect(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsFormula(text.TrimStart('\'')) ? "'" + text : text;
    }

    /// <summary>The text a cell was made of: <see cref="Protect"/> undone, for every text.</summary>
    public static string Restore(string cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        return cell.StartsWith('\'') && IsFormula(cell.TrimStart('\'')) ? cell[1..] : cell;
    }

    // By what the OWASP page on CSV injection lists, also after blanks, which spreadsheets pass over.
    private static bool IsFormula(string text) =>
        (text is ['\t' or '\r' or '\n', ..] || text.TrimStart() is ['=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20', ..]) && Amounts.Parse(text) is null;
}
