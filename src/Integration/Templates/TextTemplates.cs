using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsvHelper;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Owners;
using EGovPlatform.Resources;
using EGovPlatform.Values;
using Google.Protobuf;

namespace EGovPlatform.IntegrationService.Templates;

/// <summary>The same group as CSV, with field paths as columns, and as JSON lines.</summary>
internal static partial class TextTemplates
{
    public static byte[] Csv(ResourceCatalog.Entry entry, IReadOnlyList<IMessage> records)
    {
        var rows = records.Select(r => (Name: Names.Of(r), Cells: Cells(r))).ToList();
        var layout = new RecordLayout(entry.Descriptor);
        IEnumerable<string> columns = layout.Sheets[0].FirstColumns;
        columns = records.Count == 0
            ? columns.Concat(layout.Sheets.Where(s => s.Path.Length > 0 && layout.ParentOf(s) is null && s.FirstColumns.Count > 0 && !s.Path.StartsWith("record.", StringComparison.Ordinal))
                .SelectMany(s => s.FirstColumns.Take(4).Select(c => $"{s.Path}[0].{c}")))
            : columns.Concat(rows.SelectMany(r => r.Cells.Keys).Distinct(StringComparer.Ordinal).OrderBy(Sortable, StringComparer.Ordinal));
        string[] header = ["name", .. Groups.HasParentColumn(entry) && records.Count == 0 ? ["parent"] : Array.Empty<string>(), .. columns.Where(c => c != "name").Distinct(StringComparer.Ordinal)];
        using var stream = new MemoryStream();
        using (var writer = CsvWriter.Create(stream, new CsvWriterOptions { WriteByteOrderMark = true }, leaveOpen: true))
        {
            Array.ForEach(header, writer.WriteField);
            writer.EndRecord();
            foreach (var (name, cells) in rows)
            {
                writer.WriteField(name);
                Array.ForEach(header[1..], h => writer.WriteField(SpreadsheetText.Protect(cells.GetValueOrDefault(h, ""))));
                writer.EndRecord();
            }
        }

        return stream.ToArray();
    }

    public static byte[] JsonLines(ResourceCatalog.Entry entry, IReadOnlyList<IMessage> records)
    {
        var lines = new StringBuilder();
        var shown = records.Count > 0 ? records : [Example(entry)];
        foreach (var record in shown)
        {
            var body = Clean(record);
            var name = Names.Of(body);
            Names.Set(body, "");
            lines.Append(CultureInfo.InvariantCulture, $"{{\"name\":{JsonEncoded(name)},\"body\":{JsonFormatter.Default.Format(body)}}}\n");
        }

        return Encoding.UTF8.GetBytes(lines.ToString());
    }

    private static string JsonEncoded(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    /// <summary>The record without what files do not carry.</summary>
    private static IMessage Clean(IMessage record)
    {
        var clean = record.Descriptor.Parser.ParseFrom(record.ToByteString());
        Clear(clean);
        return clean;
    }

    private static void Clear(IMessage message)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (!Fields.Fillable(field))
            {
                field.Accessor.Clear(message);
            }
            else if (!Fields.IsLeaf(field))
            {
                var value = field.Accessor.GetValue(message);
                foreach (var inner in value is System.Collections.IList list ? list.Cast<IMessage>() : value is IMessage one ? [one] : [])
                {
                    Clear(inner);
                }
            }
        }
    }

    private static IMessage Example(ResourceCatalog.Entry entry)
    {
        var example = entry.Descriptor.Parser.ParseFrom(ByteString.Empty);
        Names.Set(example, NameVariable().Replace(entry.Pattern.Text, "my-${word}"));
        return example;
    }

    private static Dictionary<string, string> Cells(IMessage record)
    {
        var cells = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var item in RecordCells.Of(record).Items)
        {
            var prefix = item.Sheet.Length == 0 ? "" : Indexed(record, item) + ".";
            item.Cells.ForEach(c => cells[prefix + c.Column] = c.Text);
        }

        cells.Remove("name");
        return cells;
    }

    // Puts the numbers of the items behind the lists on the way.
    private static string Indexed(IMessage record, CellItem item)
    {
        var at = record.Descriptor;
        var next = 0;
        return string.Join('.', item.Sheet.Split('.').Select(segment =>
        {
            var field = at.FindFieldByName(segment);
            at = field.MessageType;
            return field.IsRepeated ? string.Create(CultureInfo.InvariantCulture, $"{segment}[{item.Indexes[next++]}]") : segment;
        }));
    }

    private static string Sortable(string column) => Number().Replace((SheetLayout.IsRecordPart(column) ? "~" : "") + column, m => m.Value.PadLeft(5, '0'));

    [GeneratedRegex("[0-9]+", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Number();

    [GeneratedRegex(@"\{(?<word>[a-z_]+)\}", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex NameVariable();
}
