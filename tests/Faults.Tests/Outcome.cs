using System.Globalization;

namespace EGovPlatform.Faults.Tests;

/// <summary>What all schedules of a run came to.</summary>
internal sealed class Outcome
{
    private readonly List<int> broken = [];
    private int schedules;
    private TimeSpan slowest;

    /// <summary>Rules found broken, each with its schedule.</summary>
    public List<string> Found { get; } = [];

    public string Summary => string.Create(CultureInfo.InvariantCulture, $"Summary: {schedules} schedules, {broken.Count} with broken rules (seeds: {(broken.Count == 0 ? "none" : string.Join(' ', broken))}), lost {Count("I1")}, doubled {Count("I7")}, stuck {Count("I4", "I10", "I11", "Stuck")}, slowest convergence {slowest.TotalSeconds:F1} s.");

    public void Ended(int seed, string schedule, IReadOnlyList<string> found, TimeSpan converged)
    {
        schedules++;
        slowest = converged > slowest ? converged : slowest;
        if (found.Count > 0)
        {
            broken.Add(seed);
        }

        Add(schedule, found);
    }

    public void Add(string where, IEnumerable<string> found) => Found.AddRange(found.Select(f => $"{where}: {f}"));

    private int Count(params string[] rules) => Found.Count(f => rules.Any(r => f.Contains($": {r}:", StringComparison.Ordinal)));
}
