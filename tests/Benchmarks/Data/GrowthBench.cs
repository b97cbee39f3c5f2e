using System.Diagnostics;
using System.Text.Json;
using EGovPlatform.Benchmarks.Countries;

namespace EGovPlatform.Benchmarks.Data;

/// <summary>Reads records by name from a small and a large table, turn by turn in blocks, and prints the medians of each round.</summary>
internal static class GrowthBench
{
    private const int Block = 250;
    private const int Blocks = 8;

    public static Task<int> RunAsync(int smallRows, int largeRows, int rounds) => ListBench.WithServerAsync(async postgres =>
    {
        await using var small = await PartnerDatabase.StartAsync(postgres, "small", smallRows);
        await using var large = await PartnerDatabase.StartAsync(postgres, "large", largeRows);
        PartnerDatabase[] databases = [small, large];
        var names = new[] { await small.NamesAsync(Block * Blocks), await large.NamesAsync(Block * Blocks) };
        var figures = new List<double[]>();
        // The first round warms up.
        for (var round = 0; round <= rounds; round++)
        {
            var times = new[] { new List<double>(), [] };
            for (var block = 0; block < Blocks; block++)
            {
                foreach (var side in block % 2 == 0 ? new[] { 0, 1 } : [1, 0])
                {
                    foreach (var name in names[side].Skip(block * Block).Take(Block))
                    {
                        var start = Stopwatch.GetTimestamp();
                        await databases[side].ReadAsync(name);
                        times[side].Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
                    }
                }
            }

            if (round > 0)
            {
                figures.Add([.. times.Select(t => t.Order().ElementAt(t.Count / 2))]);
            }
        }

        Console.WriteLine(JsonSerializer.Serialize(figures));
        return 0;
    });
}
