using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>The sheet people read first.</summary>
internal static class Instructions
{
    public static IEnumerable<string> Lines(ResourceCatalog.Entry entry)
    {
        yield return $"One row of the sheet '{Groups.Of(entry)}' is one record. The other sheets hold what a record has several of: one row each.";
        yield return "name: a short id of your choice (letters, digits, hyphens), a full name as the platform gives it, or ~scheme~value for an identifier of another system. Leave it empty and the platform makes one from title and date; a record with rows in other sheets needs one.";
        if (Groups.HasParentColumn(entry))
        {
            yield return $"parent: the record this one belongs to, by its full name; names look like {entry.Pattern.Text}.";
        }

        yield return "record: in the other sheets, the same text as in the column name. item: the key, or the position from 1, of the row in the sheet above that this row belongs to.";
        yield return "A cell that names a record takes its name, a country code, ~scheme~value, or the words as printed. Words that fit several records are asked about before anything is stored.";
        yield return "Dates are EDTF text: 2018-05-28, 2018-05, 2018, 2018-06-18/2018-06-22, 2018-05~ for about, empty for unknown. A real date of the spreadsheet works too.";
        yield return "Leave unknown what is unknown. Put the words of the source into the columns that end in as_printed, and where they stand into the sheet record.sources.";
        yield return "Several values in one cell: one per line, or separated by semicolons; write \\; for a semicolon that belongs to a value.";
        yield return "Formulas are refused: paste values. Personal data is refused: it enters only through the service that owns it.";
        yield return "When a record exists already, each column that is in the file replaces what the record has, also where the cell is empty, and each sheet replaces the whole list. Delete the columns and sheets you do not mean to change.";
        yield return "Upload the file: you see for each row whether it adds, changes or is refused, before anything is stored. A correction needs a reason. An import can be undone as a whole.";
    }
}
