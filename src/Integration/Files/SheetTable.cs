using System.Globalization;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>One sheet of a workbook: its columns understood, its rows still texts.</summary>
internal sealed class SheetTable
{
    private static readonly string[] Reserved = ["name", "parent", "record", "item"];

    private readonly Dictionary<string, int> titles = new(StringComparer.Ordinal);
    private readonly List<(int Index, ColumnPath Path)> columns = [];
    private readonly ColumnPath? list;
    private readonly IEnumerator<SheetRow> reader;

    public SheetTable(string name, string path, ResourceCatalog.Entry entry, IEnumerable<SheetRow> rows, List<FieldViolation> violations)
    {
        Name = name;
        Path = path;
        reader = rows.GetEnumerator();
        if (path.Length > 0 && ColumnPath.Read(entry.Descriptor, path, sheet: true, out list) is { } problem)
        {
            violations.Add(new FieldViolation($"file.sheets[{name}]", problem.Rule, problem.Description));
            list = null;
            return;
        }

        if (!reader.MoveNext())
        {
            return;
        }

        foreach (var (index, cell) in reader.Current.Cells.OrderBy(c => c.Key))
        {
            Take(entry, index, cell, violations);
        }
    }

    public string Name { get; }

    public string Path { get; }

    /// <summary>What a correction by this sheet replaces.</summary>
    public IEnumerable<string> Roots => list is null ? columns.Select(c => c.Path.Root) : [list.Root];

    /// <summary>The rows below the header; they can be read once.</summary>
    public IEnumerable<SheetRow> Rows
    {
        get
        {
            while (reader.MoveNext())
            {
                yield return reader.Current;
            }
        }
    }

    public Dictionary<string, List<SheetRow>> ByRecord()
    {
        var rows = new Dictionary<string, List<SheetRow>>(StringComparer.Ordinal);
        foreach (var row in Rows)
        {
            var record = Text(row, "record");
            if (!rows.TryGetValue(record, out var mine))
            {
                rows[record] = mine = [];
            }

            mine.Add(row);
        }

        return rows;
    }

    public string Text(SheetRow row, string title) => titles.TryGetValue(title, out var index) && row.Cells.TryGetValue(index, out var cell) ? cell.Text.Trim() : "";

    public CellPlace At(SheetRow row, string title) => Place(row, titles.GetValueOrDefault(title));

    /// <summary>Puts a row's cells into the record, below the item it is.</summary>
    public void Fill(RowBuilder builder, SheetRow row, int[] indexes)
    {
        if (list is not null)
        {
            builder.Touch(list, indexes, new CellPlace { Sheet = Name, Row = row.Number });
        }

        foreach (var (index, path) in columns)
        {
            if (!row.Cells.TryGetValue(index, out var cell))
            {
                continue;
            }

            if (cell.Rule is not null)
            {
                builder.Refuse(string.Join('.', path.Fields.Select(f => f.Name)), cell.Rule, cell.Description, Place(row, index));
                continue;
            }

            builder.Set(path, list is null ? path.Indexes : indexes, cell.Text, Place(row, index));
        }

        foreach (var title in Reserved.Where(titles.ContainsKey))
        {
            if (row.Cells.TryGetValue(titles[title], out var cell) && cell.Rule is not null)
            {
                builder.Refuse(title, cell.Rule, cell.Description, At(row, title));
            }
        }
    }

    private void Take(ResourceCatalog.Entry entry, int index, SheetCell cell, List<FieldViolation> violations)
    {
        var title = cell.Text.Trim();
        var where = string.Create(CultureInfo.InvariantCulture, $"file.sheets[{Name}].{SheetRows.Letters(index)}1");
        if (cell.Rule is not null || !titles.TryAdd(title, index))
        {
            violations.Add(new FieldViolation(where, cell.Rule ?? "DUPLICATE", cell.Rule is null ? $"There are two columns '{title}'." : cell.Description));
            return;
        }

        if (Path.Length == 0 ? title == "name" || (title == "parent" && Groups.HasParentColumn(entry)) : title is "record" or "item")
        {
            return;
        }

        if (ColumnPath.Read(entry.Descriptor, Path.Length == 0 ? title : $"{Path}.{title}", sheet: Path.Length > 0, out var path) is { } problem)
        {
            violations.Add(new FieldViolation(where, problem.Rule, problem.Description));
            return;
        }

        columns.Add((index, path));
    }

    private CellPlace Place(SheetRow row, int index) => new() { Sheet = Name, Row = row.Number, Column = SheetRows.Letters(index) };
}
