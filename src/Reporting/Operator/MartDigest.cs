using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EGovPlatform.ReportingService.Operator;

/// <summary>One number over all rows of the mart in a fixed order: equal for an incremental and a rebuilt one.</summary>
internal static class MartDigest
{
    public static async Task<string> ComputeAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var table in await TablesAsync(connection, schema, cancellation))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{table}\n"));
            await using var command = new NpgsqlCommand($"select t::text from {schema}.\"{table}\" t order by t::text collate \"C\"", connection);
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
            {
                hash.AppendData(Encoding.UTF8.GetBytes(reader.GetString(0) + "\n"));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static async Task<List<string>> TablesAsync(NpgsqlConnection connection, string schema, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select relname::text from pg_class where relnamespace = $1::regnamespace and relkind = 'r' order by relname::text collate \"C\"", connection) { Parameters = { new() { Value = schema } } };
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var tables = new List<string>();
        while (await reader.ReadAsync(cancellation))
        {
            tables.Add(reader.GetString(0));
        }

        return tables;
    }
}
