using System.Globalization;

namespace EGovPlatform.Resources;

/// <summary>The statements of one table, built once.</summary>
internal sealed class TableSql
{
    public TableSql(ResourceType type, IReadOnlyList<Column> computed)
    {
        var table = $"\"{type.Table}\"";
        var columns = string.Join(", ", computed.Select(c => c.Sql));
        var values = string.Join(", ", computed.Select((_, i) => "$" + (i + 8).ToString(CultureInfo.InvariantCulture)));
        Read = $"select body, hash, version from {table} where name = $1";
        ReadForUpdate = Read + " for update";
        ReadMany = $"select body from {table} where name = any($1)";
        Insert = $"insert into {table} (name, version, body, hash, create_time, update_time, delete_time, index_version{Comma(columns)}) values ($1, $2, $3, $4, $5, $6, $7, {type.IndexVersion}{Comma(values)})";
        Update = $"update {table} set version = $2, body = $3, hash = $4, create_time = $5, update_time = $6, delete_time = $7, index_version = {type.IndexVersion}"
            + string.Concat(computed.Select((c, i) => $", {c.Sql} = ${(i + 8).ToString(CultureInfo.InvariantCulture)}")) + " where name = $1";
        Reindex = $"update {table} set index_version = {type.IndexVersion}"
            + string.Concat(computed.Select((c, i) => $", {c.Sql} = ${(i + 3).ToString(CultureInfo.InvariantCulture)}")) + " where name = $1 and version = $2";
        Stale = $"select name, version, body from {table} where index_version < {type.IndexVersion} order by name limit 200";
    }

    public string Read { get; }

    public string ReadForUpdate { get; }

    public string ReadMany { get; }

    public string Insert { get; }

    public string Update { get; }

    public string Reindex { get; }

    public string Stale { get; }

    private static string Comma(string list) => list.Length == 0 ? "" : ", " + list;
}
