using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>
/// The form of a file for one type: a sheet with one row per record, and a sheet per list of parts, at any depth. Made
/// from the descriptor. A type that contains itself is unfolded once; what records hold beyond that is added from them.
/// </summary>
public sealed class RecordLayout
{
    private readonly Dictionary<string, SheetLayout> sheets = new(StringComparer.Ordinal);

    public RecordLayout(MessageDescriptor type)
    {
        Type = type;
        Sheet("");
        Unfold(type, "", "", [type]);
    }

    /// <summary>The record.</summary>
    public MessageDescriptor Type { get; }

    /// <summary>The main sheet first; what people need first comes first.</summary>
    public IReadOnlyList<SheetLayout> Sheets => [.. sheets.Values.OrderBy(s => s.Path.Length > 0).ThenBy(s => SheetLayout.IsRecordPart(s.Path)).ThenBy(s => s.Order)];

    /// <summary>Adds the columns that a record uses.</summary>
    public void Add(RecordCells cells)
    {
        ArgumentNullException.ThrowIfNull(cells);
        foreach (var item in cells.Items)
        {
            var sheet = Sheet(item.Sheet);
            foreach (var cell in item.Cells)
            {
                sheet.Add(cell.Column, detail: true);
            }
        }
    }

    /// <summary>Path of the sheet whose items hold the items of this one; null for lists of the record itself.</summary>
    public string? ParentOf(SheetLayout sheet)
    {
        ArgumentNullException.ThrowIfNull(sheet);
        return sheets.Keys.Where(k => k.Length > 0 && sheet.Path.StartsWith(k + ".", StringComparison.Ordinal)).MaxBy(k => k.Length);
    }

    private SheetLayout Sheet(string path)
    {
        if (!sheets.TryGetValue(path, out var sheet))
        {
            sheets[path] = sheet = new SheetLayout(path, sheets.Count);
        }

        return sheet;
    }

    private void Unfold(MessageDescriptor type, string sheet, string prefix, List<MessageDescriptor> above)
    {
        var seen = above.Count(a => a == type) > 1;
        foreach (var field in type.Fields.InDeclarationOrder().Where(Fields.Fillable))
        {
            if (Fields.IsLeaf(field))
            {
                Sheet(sheet).Add(prefix + field.Name, IsDetail(type, prefix, field));
            }
            else if (!seen && (!above.Contains(field.MessageType) || !field.IsRepeated))
            {
                List<MessageDescriptor> below = [.. above, field.MessageType];
                if (field.IsRepeated)
                {
                    var child = sheet.Length == 0 ? prefix + field.Name : $"{sheet}.{prefix}{field.Name}";
                    Sheet(child);
                    Unfold(field.MessageType, child, "", below);
                }
                else
                {
                    Unfold(field.MessageType, sheet, $"{prefix}{field.Name}.", below);
                }
            }
        }
    }

    // Of a date the text, of a source where it is; the rest explains them and stands further right.
    private static bool IsDetail(MessageDescriptor type, string prefix, FieldDescriptor field) =>
        (prefix.Length > 0 && type.Name == "DateValue" && field.Name != "edtf")
        || (prefix.Length > 0 && type.Name == "FactSource")
        || (prefix.Contains("source.", StringComparison.Ordinal))
        || (prefix.Contains("period.", StringComparison.Ordinal) && field.Name != "edtf");
}

/// <summary>One sheet: a row per record, or per item of a list inside records.</summary>
public sealed class SheetLayout
{
    private readonly Dictionary<string, (bool Detail, int Order)> columns = new(StringComparer.Ordinal);

    internal SheetLayout(string path, int order)
    {
        Path = path;
        Order = order;
    }

    /// <summary>Path of the list, such as <c>agenda.presenters</c>; empty for the main sheet.</summary>
    public string Path { get; }

    internal int Order { get; }

    /// <summary>Paths from the record or the item.</summary>
    public IReadOnlyList<string> Columns =>
        [.. columns.OrderBy(c => c.Key != "name").ThenBy(c => IsRecordPart(c.Key)).ThenBy(c => c.Value.Detail).ThenBy(c => c.Value.Order).Select(c => c.Key)];

    /// <summary>Columns without those that explain others.</summary>
    public IReadOnlyList<string> FirstColumns => [.. Columns.Where(c => !columns[c].Detail && !IsRecordPart(c))];

    internal void Add(string column, bool detail) => columns.TryAdd(column, (detail, columns.Count));

    internal static bool IsRecordPart(string path) => path == "record" || path.StartsWith("record.", StringComparison.Ordinal);
}
