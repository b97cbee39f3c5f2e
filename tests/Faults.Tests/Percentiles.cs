namespace EGovPlatform.Faults.Tests;

internal static class Percentiles
{
    /// <summary>The value that a share of all does not exceed; 0 of none.</summary>
    public static double Of(IEnumerable<double> values, double share)
    {
        var ordered = values.Order().ToList();
        return ordered.Count == 0 ? 0 : ordered[(int)((ordered.Count - 1) * share)];
    }
}
