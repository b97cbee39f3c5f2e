using System.Text;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Reporting.Tests;

/// <summary>Every table and column of the mart says what it holds, and docs/reporting-schema.md says the same.</summary>
public sealed class SchemaTests(NoticesFixture notices) : IClassFixture<NoticesFixture>
{
    private const string Refresh = "EGOV_UPDATE_SCHEMA=1 dotnet run --project tests/Reporting.Tests -- --filter-method '*The_committed_schema_is_fresh'";

    [Fact]
    public async Task The_committed_schema_is_fresh()
    {
        var path = RepositoryRoot.Combine("docs", "reporting-schema.md");
        var fresh = await WriteAsync();
        if (Environment.GetEnvironmentVariable("EGOV_UPDATE_SCHEMA") == "1")
        {
            await File.WriteAllTextAsync(path, fresh, TestContext.Current.CancellationToken);
        }

        var committed = File.Exists(path) ? await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken) : "";
        Assert.True(fresh == committed, $"docs/reporting-schema.md is stale. Refresh it with: {Refresh}");
    }

    [Fact]
    public async Task Every_table_and_column_has_a_comment()
    {
        Assert.Equal([], (await TablesAsync()).Where(t => t.Comment.Length == 0).Select(t => t.Name));
        Assert.Equal([], (await ColumnsAsync()).Where(c => c.Comment.Length == 0 && !c.OfView).Select(c => $"{c.Table}.{c.Name}"));
    }

    private async Task<string> WriteAsync()
    {
        var text = new StringBuilder("# Schema of the mart\n\nTables and views of schema `mart` in the database of Reporting, from the comments there; a test keeps it so.\n")
            .Append("[reporting.md](reporting.md) says how they are kept, and how a program gets to read them.\n\n")
            .Append("Facts join `mart.record` by `(name, version)`, and `mart.head` says which version is in force.\n");
        var columns = (await ColumnsAsync()).ToLookup(c => c.Table, StringComparer.Ordinal);
        foreach (var table in await TablesAsync())
        {
            text.Append($"\n## {table.Name}{(table.OfView ? " (view)" : "")}\n\n{table.Comment}\n\n| column | type | |\n|---|---|---|\n");
            foreach (var column in columns[table.Name])
            {
                text.Append($"| `{column.Name}` | {column.Type} | {column.Comment} |\n");
            }
        }

        return text.ToString();
    }

    private Task<List<Described>> TablesAsync() => ReadAsync("""
        select c.relname::text, c.relname::text, '', coalesce(obj_description(c.oid, 'pg_class'), ''), c.relkind = 'v'
        from pg_class c where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') order by c.relname::text collate "C"
        """);

    private Task<List<Described>> ColumnsAsync() => ReadAsync("""
        select c.relname::text, a.attname::text, format_type(a.atttypid, a.atttypmod), coalesce(col_description(c.oid, a.attnum), ''), c.relkind = 'v'
        from pg_class c join pg_attribute a on a.attrelid = c.oid
        where c.relnamespace = 'mart'::regnamespace and c.relkind in ('r', 'v') and a.attnum > 0 and not a.attisdropped order by c.relname::text collate "C", a.attnum
        """);

    private async Task<List<Described>> ReadAsync(string sql)
    {
        await using var command = notices.Mart.Source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var described = new List<Described>();
        while (await reader.ReadAsync())
        {
            described.Add(new Described(reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetBoolean(4)));
        }

        return described;
    }

    private sealed record Described(string Table, string Name, string Type, string Comment, bool OfView);
}
