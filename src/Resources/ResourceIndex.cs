using Google.Protobuf;
using Npgsql;

namespace EGovPlatform.Resources;

/// <summary>What `migrate` asks of every resource store, whatever its type.</summary>
public interface IResourceIndex
{
    /// <summary>Fails when the table lacks a declared column.</summary>
    Task CheckTableAsync(CancellationToken cancellation);

    /// <summary>Computes the index columns of rows below the current index version anew, in chunks.</summary>
    Task<int> ReindexAsync(CancellationToken cancellation);

    /// <summary>Erases people who were erased before and came back with a restored backup. Answers how many.</summary>
    Task<int> EraseAgainAsync(ErasureLedger ledger, CancellationToken cancellation);

    /// <summary>Wraps people's keys by the present master key where another one does. Answers how many.</summary>
    Task<int> RenewKeysAsync(CancellationToken cancellation);
}

public sealed partial class Resource<T> : IResourceIndex
{
    public async Task CheckTableAsync(CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        var present = await ColumnsAsync(connection, "select column_name from information_schema.columns where table_schema = current_schema() and table_name = $1", cancellation);
        var missing = type.Computed.Where(c => !present.Contains(c.Name)).Select(c => $"{c.Name} {c.SqlType}").ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException($"Table {type.Table} lacks {string.Join(", ", missing)}: add a dated script below Migrations.");
        }

        // Without its trigger a list by the column would be empty.
        var kept = await ColumnsAsync(connection, "select event_object_column from information_schema.triggered_update_columns where event_object_schema = current_schema() and event_object_table = $1 and trigger_name = 'keep_listed'", cancellation);
        var unlisted = type.Computed.Where(c => c.Listed && !kept.Contains(c.Name)).Select(c => c.Name).ToList();
        if (unlisted.Count > 0)
        {
            throw new InvalidOperationException($"Table {type.Table} is not listed by {string.Join(", ", unlisted)}: call list_by in a dated script below Migrations.");
        }
    }

    public async Task<int> ReindexAsync(CancellationToken cancellation)
    {
        await using var connection = await services.Database.OpenConnectionAsync(cancellation);
        for (var total = 0; ;)
        {
            var stale = await StaleAsync(connection, cancellation);
            if (stale.Count == 0)
            {
                await FillIdentifiersAsync(connection, cancellation);
                return total;
            }

            await using var batch = new NpgsqlBatch(connection);
            foreach (var (version, message) in stale)
            {
                var row = new NpgsqlBatchCommand(sql.Reindex) { Parameters = { new() { Value = type.Shape.Name(message) }, new() { Value = version } } };
                foreach (var column in type.Computed)
                {
                    row.Parameters.Add(new NpgsqlParameter { Value = column.Value(message) ?? DBNull.Value, NpgsqlDbType = column.DbType });
                }

                batch.BatchCommands.Add(row);
            }

            total += await batch.ExecuteNonQueryAsync(cancellation);
        }
    }

    private async Task<HashSet<string>> ColumnsAsync(NpgsqlConnection connection, string query, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(query, connection) { Parameters = { new() { Value = type.Table } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var columns = new HashSet<string>(StringComparer.Ordinal);
        while (await reader.ReadAsync(cancellation))
        {
            columns.Add(reader.GetString(0));
        }

        return columns;
    }

    /// <summary>Identifiers of records written before there was a table for them. Of two holders the first keeps it.</summary>
    private async Task FillIdentifiersAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(
            $"insert into external_identifier (type, scheme, value, name) select $1, split_part(i, ':', 1), substr(i, strpos(i, ':') + 1), name from \"{type.Table}\", unnest(identifiers) i where delete_time is null and cardinality(identifiers) > 0 order by create_time, name on conflict do nothing", connection)
        {
            Parameters = { new() { Value = type.TypeName } },
        };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private async Task<List<(long Version, T Message)>> StaleAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql.Stale, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var stale = new List<(long, T)>();
        while (await reader.ReadAsync(cancellation))
        {
            stale.Add((reader.GetInt64(1), parser.ParseFrom(reader.GetFieldValue<byte[]>(2))));
        }

        return stale;
    }
}
