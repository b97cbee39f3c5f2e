using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Integration.V1;
using EGovPlatform.IntegrationService.Layouts;
using EGovPlatform.IntegrationService.Templates;
using EGovPlatform.Resources;
using EGovPlatform.Values;

namespace EGovPlatform.IntegrationService.Files;

/// <summary>Reads a workbook in the form of our templates: rows of the main sheet, joined with their items in the other sheets.</summary>
internal static class WorkbookReader
{
    public static FileContent Open(byte[] file, string group)
    {
        var workbook = WorkbookFile.Open(file);
        var meta = Meta(workbook);
        var named = group.Length > 0 ? group : meta.GetValueOrDefault("") ?? "";
        var main = workbook.Names.FirstOrDefault(n => Groups.All.ContainsKey(n) && (named.Length == 0 || n.Equals(named, StringComparison.OrdinalIgnoreCase)));
        var entry = Groups.All.GetValueOrDefault(named.Length > 0 ? named : main ?? "")
            ?? throw Errors.InvalidField("group", "GROUP", $"Which records are these? Name one of: {string.Join(", ", Groups.All.Keys.Order(StringComparer.Ordinal))}.");
        main ??= workbook.Names.FirstOrDefault(n => n is not (WorkbookForm.ReadMe or WorkbookForm.Lists))
            ?? throw Errors.Malformed("The workbook has no sheet with records.");
        var violations = new List<FieldViolation>();
        var mainSheet = new SheetTable(main, "", entry, workbook.Rows(main), violations);
        var children = workbook.Names
            .Where(n => n != main && n is not (WorkbookForm.ReadMe or WorkbookForm.Lists))
            .Select(n => new SheetTable(n, meta.GetValueOrDefault(n, n), entry, workbook.Rows(n), violations))
            .OrderBy(s => s.Path.Count(c => c == '.'))
            .ToList();
        if (violations.Count > 0)
        {
            throw Errors.InvalidFields(violations);
        }

        var columns = mainSheet.Roots.Concat(children.SelectMany(c => c.Roots)).Distinct(StringComparer.Ordinal).Select(r => $"{Groups.Of(entry)}:{r}").ToList();
        return new FileContent(Groups.Of(entry), columns, Rows(workbook, entry, mainSheet, children));
    }

    private static IEnumerable<FileRow> Rows(WorkbookFile workbook, ResourceCatalog.Entry entry, SheetTable main, List<SheetTable> children)
    {
        using (workbook)
        {
            var items = children.Select(c => c.ByRecord()).ToList();
            foreach (var row in main.Rows)
            {
                var name = main.Text(row, "name");
                var builder = new RowBuilder(entry.Descriptor, new CellPlace { Sheet = main.Name, Row = row.Number });
                main.Fill(builder, row, []);
                if (name.Length > 0)
                {
                    AddItems(builder, name, children, items);
                }

                yield return builder.Build(name, main.Text(row, "parent"));
            }

            foreach (var (i, sheet) in children.Index())
            {
                foreach (var row in items[i].Values.SelectMany(r => r))
                {
                    var place = new CellPlace { Sheet = sheet.Name, Row = row.Number };
                    var lost = new RowBuilder(entry.Descriptor, place);
                    lost.Refuse("", "RECORD_NOT_IN_SHEET", $"`record` is '{sheet.Text(row, "record")}', which stands in no row of '{main.Name}'.", place);
                    yield return lost.Build("", "");
                }
            }
        }
    }

    // Sheets come parents first, so that items know the items they belong to.
    private static void AddItems(RowBuilder builder, string record, List<SheetTable> sheets, List<Dictionary<string, List<SheetRow>>> items)
    {
        var placed = new Dictionary<string, List<(string Key, int[] Indexes)>>(StringComparer.Ordinal);
        foreach (var (i, sheet) in sheets.Index())
        {
            if (!items[i].Remove(record, out var rows))
            {
                continue;
            }

            var parent = sheets.Where(s => sheet.Path.StartsWith(s.Path + ".", StringComparison.Ordinal)).MaxBy(s => s.Path.Length);
            var counts = new Dictionary<string, int>(StringComparer.Ordinal);
            var mine = placed[sheet.Path] = [];
            foreach (var row in rows)
            {
                int[] above = [];
                if (parent is not null && Item(sheet.Text(row, "item"), placed.GetValueOrDefault(parent.Path) ?? []) is { } found)
                {
                    above = found;
                }
                else if (parent is not null)
                {
                    builder.Refuse(sheet.Path, "ITEM_NOT_IN_SHEET", $"`item` is '{sheet.Text(row, "item")}': neither the key nor the position of a row of '{parent.Name}' for this record.", sheet.At(row, "item"));
                    continue;
                }

                var key = string.Join('.', above);
                var next = counts[key] = counts.GetValueOrDefault(key) + 1;
                int[] indexes = [.. above, next - 1];
                mine.Add((sheet.Text(row, "key"), indexes));
                sheet.Fill(builder, row, indexes);
            }
        }
    }

    private static int[]? Item(string text, List<(string Key, int[] Indexes)> parents)
    {
        var byKey = parents.Where(p => p.Key.Length > 0 && p.Key == text).ToList();
        return byKey.Count == 1 ? byKey[0].Indexes
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var position) && position >= 1 && position <= parents.Count ? parents[position - 1].Indexes
            : null;
    }

    /// <summary>Sheet name to path, and the group under the empty name, from the hidden sheet of a template.</summary>
    private static Dictionary<string, string> Meta(WorkbookFile workbook)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in workbook.Names.Contains(WorkbookForm.Lists, StringComparer.Ordinal) ? workbook.Rows(WorkbookForm.Lists).Skip(1) : [])
        {
            if (row.Cells.TryGetValue(0, out var sheet) && row.Cells.TryGetValue(1, out var path))
            {
                meta[sheet.Text == WorkbookForm.GroupKey ? "" : sheet.Text] = path.Text;
            }
        }

        return meta;
    }
}
