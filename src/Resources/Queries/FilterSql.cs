using System.Globalization;
using EGovPlatform.Access;
using EGovPlatform.Values;
using NpgsqlTypes;

namespace EGovPlatform.Resources;

/// <summary>Writes a parsed filter as SQL over declared columns.</summary>
public sealed class FilterSql(IReadOnlyList<Column> columns, string filter, SqlText sql, StateMachine? states = null)
{
    public void Write(FilterNode node)
    {
        switch (node)
        {
            case FilterNode.All all:
                Join(all.Parts, " and ");
                break;
            case FilterNode.Any any:
                Join(any.Parts, " or ");
                break;
            case FilterNode.Not not:
                sql.Add("not coalesce(");
                Write(not.Part);
                sql.Add(", false)");
                break;
            case FilterNode.Word word:
                Word(NameKey.Of(word.Text));
                break;
            case FilterNode.Compare compare:
                Compare(compare);
                break;
        }
    }

    // A word of punctuation alone names nothing.
    private void Word(string key)
    {
        if (key.Length == 0)
        {
            sql.Add("false");
            return;
        }

        sql.Add("(");
        SearchWords.Write(key, sql);
        sql.Add(")");
    }

    private void Join(IReadOnlyList<FilterNode> parts, string word)
    {
        sql.Add("(");
        for (var i = 0; i < parts.Count; i++)
        {
            sql.Add(i == 0 ? "" : word);
            Write(parts[i]);
        }

        sql.Add(")");
    }

    private void Compare(FilterNode.Compare compare)
    {
        var column = columns.FirstOrDefault(c => c.Name == compare.Field)
            ?? throw Errors.InvalidFilter(filter, compare.At, $"'{compare.Field}' is not a field to filter by; these are: {string.Join(", ", columns.Select(c => c.Name))}");
        switch (column.Kind)
        {
            case ColumnKind.Texts:
                Texts(column, compare);
                break;
            case ColumnKind.Text:
                Text(column, compare);
                break;
            case ColumnKind.Date when compare.Operator != "!=":
                Date(column, compare);
                break;
            default:
                var op = compare.Operator == ":" ? "=" : compare.Operator;
                sql.Add(column.Sql).Add($" {(op == "!=" ? "<>" : op)} ").Add(Value(column, compare), column.DbType);
                break;
        }
    }

    // By the expression that lists order by, so that an index on it answers both; an unknown day is before none.
    private void Date(Column column, FilterNode.Compare compare)
    {
        var op = compare.Operator == ":" ? "=" : compare.Operator;
        sql.Add($"({column.SortSql} {op} ").Add(Value(column, compare), column.DbType);
        sql.Add(op is "<" or "<=" ? $" and {column.SortSql} > '-infinity'::date)" : ")");
    }

    private void Texts(Column column, FilterNode.Compare compare)
    {
        if (compare.Operator is not (":" or "=" or "!="))
        {
            throw Errors.InvalidFilter(filter, compare.At, $"'{column.Name}' holds several values; use ':'");
        }

        if (compare.Value == "*")
        {
            sql.Add($"cardinality({column.Sql}) > 0");
            return;
        }

        if (column.Has is { } has)
        {
            sql.Add(compare.Operator == "!=" ? "not (" : "(");
            has(sql, compare.Value);
            sql.Add(")");
            return;
        }

        sql.Add(compare.Operator == "!=" ? "not " : "").Add(column.Sql).Add(" @> array[").Add(compare.Value, NpgsqlDbType.Text).Add("]");
    }

    private void Text(Column column, FilterNode.Compare compare)
    {
        var value = column.Name == "state" && states is not null && compare.Value.StartsWith(EnumNames.Prefix(states.Enum), StringComparison.Ordinal)
            ? compare.Value[EnumNames.Prefix(states.Enum).Length..]
            : compare.Value;
        if (compare.Operator == ":")
        {
            if (value == "*")
            {
                sql.Add($"coalesce({column.Sql}, '') <> ''");
            }
            else
            {
                sql.Add($"{column.Sql} ilike ").Add(Like(value), NpgsqlDbType.Text);
            }

            return;
        }

        if (compare.Operator is "=" or "!=" && value.Contains('*', StringComparison.Ordinal))
        {
            sql.Add($"{column.Sql} {(compare.Operator == "=" ? "" : "not ")}like ").Add(Escape(value).Replace("*", "%", StringComparison.Ordinal), NpgsqlDbType.Text);
            return;
        }

        sql.Add($"{column.Sql} {(compare.Operator == "!=" ? "<>" : compare.Operator)} ").Add(value, NpgsqlDbType.Text);
    }

    private object Value(Column column, FilterNode.Compare compare)
    {
        var text = compare.Value;
        return column.Kind switch
        {
            ColumnKind.Date when DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) => day,
            ColumnKind.Number when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) => number,
            ColumnKind.Decimal when Amounts.TryParse(text, out var amount) => amount,
            ColumnKind.Flag when bool.TryParse(text, out var flag) => flag,
            ColumnKind.Time when DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) => time.UtcDateTime,
            _ => throw Errors.InvalidFilter(filter, compare.At, $"'{text}' is not a value of '{column.Name}' ({Expected(column.Kind)})"),
        };
    }

    private static string Expected(ColumnKind kind) => kind switch
    {
        ColumnKind.Date => "YYYY-MM-DD",
        ColumnKind.Number => "a whole number",
        ColumnKind.Decimal => "a decimal number",
        ColumnKind.Flag => "true or false",
        _ => "an RFC 3339 time",
    };

    private static string Like(string text) => $"%{Escape(text)}%";

    private static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("%", "\\%", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}
