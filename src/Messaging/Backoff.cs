namespace EGovPlatform.Messaging;

/// <summary>Waiting after a failure: 100 ms doubled per failure up to 1.6 s, with jitter so that processes do not move in step.</summary>
public static class Backoff
{
    private const int LongestDoubling = 4;

    /// <summary>Waits after the failure of this number, counted from 0.</summary>
    public static Task WaitAsync(int failures, TimeProvider time, CancellationToken cancellation, Random? random = null)
    {
        var most = 100 << Math.Min(failures, LongestDoubling);
        var part = 0.5 + ((random ?? Random.Shared).NextDouble() / 2);
        return Task.Delay(TimeSpan.FromMilliseconds(most * part), time, cancellation);
    }
}
