namespace EGovPlatform.IntegrationService.Webhooks;

/// <summary>When a delivery is tried again: soon at first, then for about four days, spread so that many do not come at once.</summary>
internal static class RetryPlan
{
    private const double Jitter = 0.2;
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(1), TimeSpan.FromHours(2), TimeSpan.FromHours(4), TimeSpan.FromHours(8), TimeSpan.FromHours(12),
        TimeSpan.FromHours(24), TimeSpan.FromHours(24), TimeSpan.FromHours(24),
    ];

    /// <summary>Tries before a delivery is given up.</summary>
    public static int Tries => Pauses.Length + 1;

    /// <summary>The pause after so many failed tries, never shorter than the receiver asked for; null when that was the last.</summary>
    /// <param name="tries">Failed tries, from 1.</param>
    /// <param name="retryAfter">What the receiver asked for; more than a day counts as a day.</param>
    /// <param name="random">From 0 up to 1.</param>
    public static TimeSpan? After(int tries, TimeSpan? retryAfter, double random)
    {
        if (tries > Pauses.Length)
        {
            return null;
        }

        var pause = Pauses[tries - 1] * (1 - Jitter + (2 * Jitter * random));
        var asked = retryAfter is { } wish && wish < Longest ? wish : retryAfter is null ? TimeSpan.Zero : Longest;
        return pause > asked ? pause : asked;
    }
}
