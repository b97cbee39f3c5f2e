using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Native;
using EGovPlatform.Benchmarks.Countries;
using EGovPlatform.Common.V1;
using EGovPlatform.Testing;
using Npgsql;

namespace EGovPlatform.Benchmarks.Data;

/// <summary>
/// PostgreSQL that keeps what it confirms, the Countries service over so many organizations, and beside it a database with the same
/// tables and rows that no service looks at.
/// </summary>
internal static class DataServer
{
    public static async Task<int> RunAsync(int rows)
    {
        var folder = Directory.CreateTempSubdirectory("egov-bench.").FullName;
        try
        {
            await using var postgres = await PostgresServer.StartAsync(folder);
            var bare = string.Create(CultureInfo.InvariantCulture, $"bare{rows}");
            await PartnerDatabase.FillAsync(postgres, bare, rows);
            await NumberAsync(postgres.ConnectionString(bare));
            await using var served = await PartnerDatabase.StartAsync(postgres, "served", rows);
            var connection = new NpgsqlConnectionStringBuilder(postgres.ConnectionString(bare));
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                grpc = served.Address,
                token = TestIssuer.Token(Role.Editor),
                database = postgres.ConnectionString(string.Create(CultureInfo.InvariantCulture, $"served{rows}")),
                host = connection.Host,
                port = connection.Port,
                user = connection.Username,
                password = connection.Password,
                bare,
            }));
            // Until the other side closes our input.
            await Console.In.ReadToEndAsync();
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // pgbench can make a number, not look a name up.
    private static async Task NumberAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        foreach (var sql in new[]
        {
            "update organizations o set name = 'organizations/o-' || n from (select name, row_number() over () as n from organizations) x where x.name = o.name",
            "vacuum (full, analyze) organizations",
        })
        {
            await using var command = source.CreateCommand(sql);
            command.CommandTimeout = 0;
            await command.ExecuteNonQueryAsync();
        }
    }
}
