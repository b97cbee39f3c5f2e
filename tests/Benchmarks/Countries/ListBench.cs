using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Aspire.Hosting.Native;
using Npgsql;

namespace EGovPlatform.Benchmarks.Countries;

/// <summary>
/// Asks the Countries service for the same lists over a small and a large database, turn by turn in blocks (A A' B B A' A), and
/// prints the median and the 99th percentile of each round in one line of JSON.
/// </summary>
internal static class ListBench
{
    private const int Block = 50;
    private const int Blocks = 10;

    public static Task<int> RunAsync(int smallRows, int largeRows, int rounds) => WithServerAsync(async postgres =>
    {
        await using var small = await PartnerDatabase.StartAsync(postgres, "small", smallRows);
        await using var twin = await PartnerDatabase.StartAsync(postgres, "twin", smallRows);
        await using var large = await PartnerDatabase.StartAsync(postgres, "large", largeRows);
        var only = Environment.GetEnvironmentVariable("EGOV_BENCH_ONLY") ?? "";
        var figures = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var list in ListCase.All.Where(l => l.Name.Contains(only, StringComparison.Ordinal)))
        {
            await Console.Error.WriteLineAsync(list.Name);
            figures[list.Name] = new { plan = await large.PlanAsync(list), rounds = await MeasureAsync(list, [small, twin, large], rounds) };
        }

        Console.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    });

    /// <summary>Works with a PostgreSQL in a folder of its own, or in the one that is kept for the next run.</summary>
    public static async Task<int> WithServerAsync(Func<PostgresServer, Task<int>> work)
    {
        var kept = Environment.GetEnvironmentVariable("EGOV_BENCH_DATA");
        var folder = kept is null ? Directory.CreateTempSubdirectory("egov-bench.").FullName : Directory.CreateDirectory(kept).FullName;
        try
        {
            await using var postgres = await StartAsync(folder);
            return await work(postgres);
        }
        finally
        {
            if (kept is null)
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    // With memory that holds all of it.
    private static async Task<PostgresServer> StartAsync(string folder)
    {
        var first = await PostgresServer.StartAsync(folder, durable: false);
        await using (var connection = new NpgsqlConnection(first.ConnectionString("postgres")))
        {
            await connection.OpenAsync();
            foreach (var setting in new[] { "shared_buffers = '6GB'", "maintenance_work_mem = '1GB'", "effective_cache_size = '12GB'", "max_wal_size = '8GB'", "random_page_cost = 1.1" })
            {
                await using var command = new NpgsqlCommand($"alter system set {setting}", connection);
                await command.ExecuteNonQueryAsync();
            }
        }

        NpgsqlConnection.ClearAllPools();
        await first.DisposeAsync();
        return await PostgresServer.StartAsync(folder, durable: false);
    }

    private static async Task<List<double[]>> MeasureAsync(ListCase list, PartnerDatabase[] databases, int rounds)
    {
        foreach (var database in databases)
        {
            await database.PrepareAsync(list);
        }

        // The first round warms up.
        var figures = new List<double[]>();
        for (var round = 0; round <= rounds; round++)
        {
            var times = databases.Select(_ => new List<double>()).ToArray();
            for (var block = 0; block < Blocks; block++)
            {
                var from = ((round * Blocks) + block) * Block * 2;
                foreach (var i in Enumerable.Range(0, databases.Length))
                {
                    times[i].AddRange(await TimeAsync(list, databases[i], from));
                }

                foreach (var i in Enumerable.Range(0, databases.Length).Reverse())
                {
                    times[i].AddRange(await TimeAsync(list, databases[i], from + Block));
                }
            }

            figures.Add([.. times.Select(t => Percentile(t, 0.5)), .. times.Select(t => Percentile(t, 0.99))]);
        }

        return figures[1..];
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
