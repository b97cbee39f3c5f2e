using Npgsql;

namespace EGovPlatform.ReportingService.Projection;

/// <summary>One row of a mart table, without the name and version every row begins with.</summary>
/// <param name="Table">Table in the mart.</param>
/// <param name="Columns">Columns and their values.</param>
internal sealed record MartRow(string Table, params (string Column, object? Value)[] Columns)
{
    /// <summary>Adds the row; one that is there already is the same row.</summary>
    public NpgsqlBatchCommand Insert(string schema, string name, long version)
    {
        var columns = string.Join(", ", Columns.Select(c => c.Column));
        var values = string.Join(", ", Enumerable.Range(3, Columns.Length).Select(i => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"${i}")));
        var command = new NpgsqlBatchCommand($"insert into {schema}.{Table} (name, version, {columns}) values ($1, $2, {values}) on conflict do nothing")
        {
            Parameters = { new() { Value = name }, new() { Value = version } },
        };
        foreach (var (_, value) in Columns)
        {
            command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        }

        return command;
    }
}
