using System.Diagnostics;

namespace EGovPlatform.Faults.Tests;

/// <summary>Calls that leave at their time, whether those before were answered or not.</summary>
internal static class OpenLoop
{
    /// <param name="rate">Calls a second.</param>
    /// <param name="length">For how long they leave.</param>
    /// <param name="call">Makes one, told its number and the time since the first.</param>
    /// <returns>What all of them came to.</returns>
    public static async Task<T[]> RunAsync<T>(double rate, TimeSpan length, Func<int, Stopwatch, Task<T>> call)
    {
        var calls = new List<Task<T>>();
        for (var started = Stopwatch.StartNew(); started.Elapsed < length; await Task.Delay(1))
        {
            for (var due = (int)(started.Elapsed.TotalSeconds * rate); calls.Count < due;)
            {
                calls.Add(call(calls.Count, started));
            }
        }

        return await Task.WhenAll(calls);
    }
}
