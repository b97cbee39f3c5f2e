using EGovPlatform.Access;
using EGovPlatform.Common.V1;
using Npgsql;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>One page of a collection: keyset paging over declared columns, never OFFSET.</summary>
internal sealed class ListQuery
{
    private readonly ResourceType type;
    private readonly ListRequest request;
    private readonly IReadOnlyList<OrderField> order;
    private readonly string query;
    private readonly FilterNode? filter;
    private readonly ListedValue? listed;
    private readonly Action<SqlText>? also;

    /// <param name="type">What is listed.</param>
    /// <param name="request">The call.</param>
    /// <param name="also">A further condition, with the text that ties page tokens to it.</param>
    public ListQuery(ResourceType type, ListRequest request, (string Key, Action<SqlText> Where)? also = null)
    {
        PageSize = Pages.Size(request.PageSize);
        this.type = type;
        this.request = request;
        this.also = also?.Where;
        order = Ordering.Parse(type, request.OrderBy);
        (listed, filter) = ListedValue.Take(FilterParser.Parse(request.Filter), type, order);
        query = string.Join('\n', type.TypeName, request.Parent, request.Filter, request.OrderBy, request.ShowDeleted, also?.Key);
    }

    public int PageSize { get; }

    /// <summary>Reads one row more than the page, so that the last page has no token.</summary>
    public NpgsqlCommand Command(NpgsqlConnection connection, Caller caller, DateOnly today, string prefix = "")
    {
        var sql = new SqlText();
        sql.Add($"{prefix}select body, {string.Join(", ", order.Select(Sorted))} from \"{type.Table}\"");
        listed?.Join(sql, type);
        sql.Add(" where true");
        if (!request.ShowDeleted)
        {
            sql.Add(" and delete_time is null");
        }

        Parent(sql);
        also?.Invoke(sql);
        Visible.Where(sql, caller, today);
        if (type.SeenWhere is { } seen)
        {
            sql.Add(" and (");
            seen(sql, caller);
            sql.Add(")");
        }

        if (filter is not null)
        {
            sql.Add(" and (");
            new FilterSql(listed is null ? type.Columns : [.. type.Columns.Select(ListedValue.Compared)], request.Filter, sql, type.States).Write(filter);
            sql.Add(")");
        }

        if (PageToken.Read(request.PageToken, query, order) is { } last)
        {
            After(sql, last);
        }

        sql.Add($" order by {string.Join(", ", order.Select(f => Sorted(f) + (f.Descending ? " desc" : "")))} limit ");
        return sql.Add(PageSize + 1, NpgsqlDbType.Integer).Command(connection);
    }

    public string NextToken(NpgsqlDataReader row) =>
        PageToken.Write(query, [.. order.Select((f, i) => f.Column.Kind == ColumnKind.Date ? row.GetFieldValue<DateOnly>(i + 1) : row.GetValue(i + 1))]);

    private string Sorted(OrderField field) => (listed is null ? null : ListedValue.Sorted(field.Column)) ?? field.Column.SortSql;

    private void Parent(SqlText sql)
    {
        if (request.Parent.Length == 0)
        {
            return;
        }

        if (request.Parent.Split('/').Contains("-", StringComparer.Ordinal))
        {
            var pattern = string.Join('/', request.Parent.Split('/').Select(s => s == "-" ? "[^/]+" : System.Text.RegularExpressions.Regex.Escape(s)));
            sql.Add(" and parent ~ ").Add($"^{pattern}$", NpgsqlDbType.Text);
            return;
        }

        sql.Add(" and parent = ").Add(request.Parent, NpgsqlDbType.Text);
    }

    // (a, b) after (x, y) with a direction each: a > x or (a = x and b > y).
    private void After(SqlText sql, IReadOnlyList<object> last)
    {
        if (order.All(f => f.Descending == order[0].Descending))
        {
            // One comparison of rows, which an index on the same columns answers.
            sql.Add($" and ({string.Join(", ", order.Select(Sorted))}) {(order[0].Descending ? "<" : ">")} (");
            foreach (var (i, value) in last.Index())
            {
                sql.Add(i == 0 ? "" : ", ").Add(value, order[i].Column.DbType);
            }

            sql.Add(")");
            return;
        }

        // The first condition alone says where an index begins.
        sql.Add($" and {Sorted(order[0])} {(order[0].Descending ? "<=" : ">=")} ").Add(last[0], order[0].Column.DbType).Add(" and (");
        for (var i = 0; i < order.Count; i++)
        {
            sql.Add(i == 0 ? "(" : " or (");
            for (var j = 0; j <= i; j++)
            {
                var op = j < i ? " = " : order[j].Descending ? " < " : " > ";
                sql.Add(j == 0 ? "" : " and ").Add(Sorted(order[j])).Add(op).Add(last[j], order[j].Column.DbType);
            }

            sql.Add(")");
        }

        sql.Add(")");
    }
}
