using System.Data;
using EGovPlatform.Reporting.V1;
using Npgsql;

namespace EGovPlatform.ReportingService.Mart;

/// <summary>Opens one consistent view of the mart for all queries of an answer.</summary>
public sealed class MartReader(NpgsqlDataSource database)
{
    /// <summary>Reads in one snapshot. The lock keeps a rebuild from putting new tables in place half way.</summary>
    public async Task<T> ReadAsync<T>(Func<NpgsqlConnection, Task<T>> read, CancellationToken cancellation)
    {
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellation);
        // Groups of a million records are hashed in memory.
        // LOCK takes no snapshot: the first query after it sees what a swap we waited for has put in place.
        await using (var command = new NpgsqlCommand("lock table projection_source in access share mode; set local work_mem = '64MB'", connection))
        {
            await command.ExecuteNonQueryAsync(cancellation);
        }

        return await read(connection);
    }

    /// <summary>How far each source is applied.</summary>
    public static async Task<List<SourcePosition>> PositionsAsync(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select substr(reader, 6), position from cursor_position where reader like 'from:%' order by reader", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var positions = new List<SourcePosition>();
        while (await reader.ReadAsync(cancellation))
        {
            positions.Add(new SourcePosition { Service = reader.GetString(0), Position = reader.GetInt64(1) });
        }

        return positions;
    }
}
