using EGovPlatform.Access;

namespace EGovPlatform.Resources;

/// <summary>One field of an order, with its direction.</summary>
public sealed record OrderField(Column Column, bool Descending);

/// <summary>
/// Parses `order_by` (AIP-132) over declared columns. The name always ends it, so that the order is total, in the direction
/// of the field before it, so that one index serves both directions.
/// </summary>
internal static class Ordering
{
    public static IReadOnlyList<OrderField> Parse(ResourceType type, string orderBy)
    {
        var fields = new List<OrderField>();
        foreach (var part in orderBy.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var words = part.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            var column = type.Columns.FirstOrDefault(c => c.Name == words[0] && c.Kind != ColumnKind.Texts);
            if (column is null || words.Length > 2 || (words.Length == 2 && words[1] is not ("asc" or "desc")))
            {
                var sortable = type.Columns.Where(c => c.Kind != ColumnKind.Texts).Select(c => c.Name);
                throw Errors.InvalidField("order_by", "ORDER_BY", $"'{part}' is not an order; a field with optional 'desc', of: {string.Join(", ", sortable)}.");
            }

            fields.Add(new OrderField(column, words is [_, "desc"]));
        }

        if (fields.TrueForAll(f => f.Column.Name != "name"))
        {
            fields.Add(new OrderField(type.Columns[0], fields is [.., { Descending: true }]));
        }

        return fields;
    }
}
