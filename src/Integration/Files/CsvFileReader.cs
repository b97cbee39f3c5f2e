using System.Globalization;
using System.Text;
using CsvHelper;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>CSV in UTF-8 with a header of field paths, such as <c>name,names[0].text,date.edtf</c>; comma or semicolon. Read line by line.</summary>
internal static class CsvFileReader
{
    public static FileContent Open(byte[] file, ResourceCatalog.Entry entry)
    {
        CheckEncoding(file);
        var reader = CsvReader.Create(new MemoryStream(file, writable: false), new CsvReaderOptions { TrackLineNumbers = true, MaxRecordSize = FileReader.MaxBytes }, leaveOpen: false);
        Try(() =>
        {
            reader.ReadHeader();
            return true;
        });
        string[] header = [.. reader.Headers];
        if (header.Length == 0)
        {
            throw Errors.Malformed("The file has no header.");
        }

        var columns = Columns(header, entry);
        return new FileContent(Groups.Of(entry), [.. columns.Where(c => c.Path is not null).Select(c => $"{Groups.Of(entry)}:{c.Path!.Root}").Distinct(StringComparer.Ordinal)], Rows(reader, entry, columns));
    }

    private static List<Column> Columns(string[] header, ResourceCatalog.Entry entry)
    {
        var columns = new List<Column>();
        var violations = new List<FieldViolation>();
        foreach (var (i, title) in header.Index())
        {
            var name = title.Trim();
            if (name is "name" or "" || (name == "parent" && Groups.HasParentColumn(entry)))
            {
                columns.Add(new Column(i, name, null));
                continue;
            }

            if (ColumnPath.Read(entry.Descriptor, name, sheet: false, out var path) is { } problem)
            {
                violations.Add(new FieldViolation(string.Create(CultureInfo.InvariantCulture, $"file.columns[{i}]"), problem.Rule, problem.Description));
                continue;
            }

            columns.Add(new Column(i, name, path));
        }

        foreach (var twice in columns.Where(c => c.Name.Length > 0).GroupBy(c => c.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            violations.Add(new FieldViolation("file.columns", "DUPLICATE", $"There are two columns '{twice.Key}'."));
        }

        return violations.Count > 0 ? throw Errors.InvalidFields(violations) : [.. columns.OrderBy(c => c.Path?.Indexes ?? [], ByItem)];
    }

    private static IEnumerable<FileRow> Rows(CsvReader reader, ResourceCatalog.Entry entry, List<Column> columns)
    {
        using (reader)
        {
            while (Try(reader.Read))
            {
                var line = reader.LineNumber;
                var builder = new RowBuilder(entry.Descriptor, new CellPlace { Row = line });
                string name = "", parent = "";
                var filled = false;
                foreach (var column in columns)
                {
                    if (column.Index >= reader.FieldCount || reader.GetString(column.Index) is not { } text || text.Trim().Length == 0)
                    {
                        continue;
                    }

                    filled = true;
                    switch (column.Name)
                    {
                        case "name":
                            name = text.Trim();
                            break;
                        case "parent" when column.Path is null:
                            parent = text.Trim();
                            break;
                        default:
                            Fill(builder, column, SpreadsheetText.Restore(text), line);
                            break;
                    }
                }

                if (filled)
                {
                    yield return builder.Build(name, parent);
                }
            }
        }
    }

    private static void Fill(RowBuilder builder, Column column, string text, long line)
    {
        var at = new CellPlace { Row = line, Column = column.Name };
        if (column.Path is null)
        {
            builder.Refuse("", "UNKNOWN_COLUMN", "The column has no title.", at);
        }
        else
        {
            builder.Set(column.Path, column.Path.Indexes, text, at);
        }
    }

    private static void CheckEncoding(byte[] file)
    {
        try
        {
            _ = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetCharCount(file);
        }
        catch (DecoderFallbackException)
        {
            throw Errors.Malformed("The file is not in UTF-8.");
        }
    }

    private static bool Try(Func<bool> read)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw Errors.Malformed(string.Create(CultureInfo.InvariantCulture, $"The file is not CSV: line {e.LineNumber}."));
        }
    }

    private static readonly Comparer<int[]> ByItem = Comparer<int[]>.Create((a, b) =>
    {
        for (var i = 0; i < Math.Min(a.Length, b.Length); i++)
        {
            if (a[i] != b[i])
            {
                return a[i].CompareTo(b[i]);
            }
        }

        return a.Length.CompareTo(b.Length);
    });

    private sealed record Column(int Index, string Name, ColumnPath? Path);
}
