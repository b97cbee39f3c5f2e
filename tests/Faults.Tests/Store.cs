using Npgsql;

namespace EGovPlatform.Faults.Tests;

/// <summary>Questions to a service's database, past the service.</summary>
internal sealed class Store(Site site, string service)
{
    public async Task<T> ScalarAsync<T>(string sql, params object[] values) => (await RowsAsync(sql, r => r.GetFieldValue<T>(0), values))[0];

    public Task<IReadOnlyList<string>> TextsAsync(string sql, params object[] values) => RowsAsync(sql, r => r.GetString(0), values);

    public async Task<IReadOnlyList<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read, params object[] values)
    {
        // A pool would hand out connections that a killed server no longer knows.
        await using var connection = new NpgsqlConnection(site.Database(service) + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}
