using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Native;
using Npgsql;

namespace EGovPlatform.Benchmarks.Countries;

/// <summary>
/// Asks the Countries service for the same lists over a small and a large database, turn by turn in blocks (A B B A), and
/// prints the 99th percentile of each round in one line of JSON.
/// </summary>
internal static class ListBench
{
    private const int Block = 100;

    public static async Task<int> RunAsync(int smallRows, int largeRows, int rounds)
    {
        var folder = Directory.CreateTempSubdirectory("egov-bench.").FullName;
        try
        {
            await using var postgres = await StartAsync(folder);
            await using var small = await PartnerDatabase.StartAsync(postgres, "small", smallRows);
            await using var large = await PartnerDatabase.StartAsync(postgres, "large", largeRows);
            var figures = new Dictionary<string, object>(StringComparer.Ordinal);
            foreach (var list in ListCase.All)
            {
                await Console.Error.WriteLineAsync(list.Name);
                figures[list.Name] = new { plan = await large.PlanAsync(list), rounds = await MeasureAsync(list, small, large, rounds) };
            }

            Console.WriteLine(JsonSerializer.Serialize(figures));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // With memory as a database of this size would have.
    private static async Task<PostgresServer> StartAsync(string folder)
    {
        var first = await PostgresServer.StartAsync(folder, durable: false);
        await using (var connection = new NpgsqlConnection(first.ConnectionString("postgres")))
        {
            await connection.OpenAsync();
            foreach (var setting in new[] { "shared_buffers = '3GB'", "maintenance_work_mem = '1GB'", "effective_cache_size = '8GB'", "max_wal_size = '8GB'", "random_page_cost = 1.1" })
            {
                await using var command = new NpgsqlCommand($"alter system set {setting}", connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        NpgsqlConnection.ClearAllPools();
        await first.DisposeAsync();
        return await PostgresServer.StartAsync(folder, durable: false);
    }

    private static async Task<List<double[]>> MeasureAsync(ListCase list, PartnerDatabase small, PartnerDatabase large, int rounds)
    {
        await small.PrepareAsync(list);
        await large.PrepareAsync(list);
        await TimeAsync(list, small, 0);
        await TimeAsync(list, large, 0);
        var figures = new List<double[]>();
        for (var round = 1; round <= rounds; round++)
        {
            List<double> a = [], b = [];
            for (var block = 0; block < 3; block++)
            {
                var from = ((round * 3) + block) * Block * 2;
                a.AddRange(await TimeAsync(list, small, from));
                b.AddRange(await TimeAsync(list, large, from));
                b.AddRange(await TimeAsync(list, large, from + Block));
                a.AddRange(await TimeAsync(list, small, from + Block));
            }

            figures.Add([Percentile(a, 0.5), Percentile(b, 0.5), Percentile(a, 0.99), Percentile(b, 0.99)]);
        }

        return figures;
    }

    private static async Task<List<double>> TimeAsync(ListCase list, PartnerDatabase database, int from)
    {
        var times = new List<double>(Block);
        for (var n = from; n < from + Block; n++)
        {
            var request = database.Request(list, n);
            var start = Stopwatch.GetTimestamp();
            var found = await database.ListAsync(list, request);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            if (found == 0)
            {
                throw new InvalidOperationException($"{list.Name} {request} found nothing among {database.Rows.ToString(CultureInfo.InvariantCulture)}");
            }
        }

        return times;
    }

    private static double Percentile(List<double> times, double share)
    {
        times.Sort();
        return times[(int)((times.Count - 1) * share)];
    }
}
