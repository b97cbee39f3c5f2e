using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>
/// One value asked of a column that has a row for each of its values in the table beside the records. In order of name, of state
/// or of the last change such a list is read from there, page by page, however many records there are; so is one of a state.
/// </summary>
internal sealed record ListedValue(Column Column, string Value)
{
    /// <summary>Takes the first such value out of a filter; null when there is none, or the order is another one.</summary>
    public static (ListedValue? Value, FilterNode? Others) Take(FilterNode? filter, ResourceType type, IReadOnlyList<OrderField> order)
    {
        var parts = filter is FilterNode.All all ? all.Parts : filter is null ? [] : [filter];
        if (order.All(f => f.Column.Name is "name" or "state" or "update_time") && parts.FirstOrDefault(p => Find(p, type) is not null) is FilterNode.Compare found)
        {
            FilterNode[] rest = [.. parts.Where(p => !ReferenceEquals(p, found))];
            return (new ListedValue(Find(found, type)!, found.Value), rest.Length == 0 ? null : new FilterNode.All(rest));
        }

        return (null, filter);
    }

    /// <summary>Joins the records to the rows of the value.</summary>
    public void Join(SqlText sql, ResourceType type) => sql
        .Add($" join (select name as listed_name, state as listed_state, update_time as listed_time from \"{type.Table}_listed\" where field = ").Add(Column.Name, NpgsqlDbType.Text)
        .Add(" and value = ").Add(Value, NpgsqlDbType.Text).Add(") l on l.listed_name = name");

    /// <summary>What the index holds of a column of the order.</summary>
    public static string? Sorted(Column column) => column.Name switch { "name" => "listed_name", "state" => "listed_state", "update_time" => "listed_time", _ => null };

    /// <summary>The column as other conditions compare it.</summary>
    public static Column Compared(Column column) => column.Name == "state" ? column with { Sql = Sorted(column)! } : column;

    private static Column? Find(FilterNode node, ResourceType type) =>
        node is FilterNode.Compare { Operator: ":" or "=", Value: not "*" } compare ? type.Columns.FirstOrDefault(c => c.Listed && c.Name == compare.Field) : null;
}
