namespace EGovPlatform.Resources;

/// <summary>Likeness of two texts as pg_trgm counts it: shared groups of three letters among all of them.</summary>
internal static class Trigrams
{
    /// <summary>0 to 1.</summary>
    public static double Similarity(string first, string second)
    {
        var (a, b) = (Of(first), Of(second));
        var shared = a.Count(b.Contains);
        return a.Count + b.Count - shared is var all and > 0 ? (double)shared / all : 0;
    }

    private static HashSet<string> Of(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(w => $"  {w} ").SelectMany(w => Enumerable.Range(0, w.Length - 2).Select(i => w.Substring(i, 3)))];
}
