using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>What breaks when and for how long, drawn from a seed: one to three faults that may overlap.</summary>
internal sealed class Schedule
{
    /// <summary>Time in which faults may begin.</summary>
    private const int Span = 3000;

    private readonly List<(Fault Fault, int Begin, int Length)> plan = [];

    public Schedule(int seed, Catalog catalog)
    {
        Seed = seed;
        var random = new Random(seed);
        for (var left = random.Next(1, 4); left > 0; left--)
        {
            var fault = catalog.Draw(random);
            var (begin, length) = (random.Next(Span), random.Next(300, 4000));
            if (plan.All(p => p.Fault.Area != fault.Area))
            {
                plan.Add((fault, begin, length));
            }
        }
    }

    public int Seed { get; }

    public IEnumerable<Fault> Faults => plan.Select(p => p.Fault);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"seed {Seed}: ") + string.Join("; ",
        plan.OrderBy(p => p.Begin).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.Fault.Id} {p.Fault.Name} at {p.Begin} ms for {p.Length} ms")));

    /// <summary>Breaks and mends; when it returns, everything was mended.</summary>
    public Task RunAsync() => Task.WhenAll(plan.Select(async p =>
    {
        await Task.Delay(p.Begin);
        await p.Fault.Break();
        await Task.Delay(p.Length);
        await p.Fault.Mend();
    }));
}
