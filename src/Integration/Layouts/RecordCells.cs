using System.Collections;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace EGovPlatform.IntegrationService.Layouts;

/// <summary>A record as rows of cells: itself, then each item of each list in it.</summary>
public sealed class RecordCells
{
    private readonly List<CellItem> items = [];

    private RecordCells()
    {
    }

    /// <summary>The record first.</summary>
    public IReadOnlyList<CellItem> Items => items;

    /// <summary>Reads a record. Personal and derived fields are left out.</summary>
    public static RecordCells Of(IMessage record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var cells = new RecordCells();
        cells.Read(record, "", []);
        return cells;
    }

    private void Read(IMessage message, string sheet, int[] indexes)
    {
        var item = new CellItem(sheet, indexes, []);
        items.Add(item);
        Walk(message, item, "");
    }

    private void Walk(IMessage message, CellItem item, string prefix)
    {
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder().Where(Fields.Fillable))
        {
            var value = field.Accessor.GetValue(message);
            if (Fields.IsLeaf(field))
            {
                if (CellText.Of(field, message) is { Length: > 0 } text)
                {
                    item.Cells.Add(new Cell(prefix + field.Name, field, text));
                }
            }
            else if (field.IsRepeated)
            {
                var child = item.Sheet.Length == 0 ? prefix + field.Name : $"{item.Sheet}.{prefix}{field.Name}";
                foreach (var (i, part) in ((IList)value).Cast<IMessage>().Index())
                {
                    Read(part, child, [.. item.Indexes, i]);
                }
            }
            else if (value is IMessage inner)
            {
                Walk(inner, item, $"{prefix}{field.Name}.");
            }
        }
    }
}

/// <summary>One row: the record, or an item of a list in it.</summary>
/// <param name="Sheet">Path of the list; empty for the record.</param>
/// <param name="Indexes">Which item, from 0, of each list on the way.</param>
/// <param name="Cells">What is in it.</param>
public sealed record CellItem(string Sheet, int[] Indexes, List<Cell> Cells);

/// <summary>One cell that is not empty.</summary>
/// <param name="Column">Path from the record or the item.</param>
/// <param name="Field">The field.</param>
/// <param name="Text">Its value.</param>
public sealed record Cell(string Column, FieldDescriptor Field, string Text);
