using System.Diagnostics;
using Aspire.Hosting.Native;

namespace EGovPlatform.Faults.Tests;

internal static class Revival
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(180);

    /// <summary>Waits until a server that went through something answers; starts it when it has ended.</summary>
    /// <exception cref="TimeoutException">It did not answer in time.</exception>
    public static async Task ReviveAsync(this NativeServer server)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Limit; await Task.Delay(50))
        {
            if (server.ProcessId == 0)
            {
                await server.StartAgainAsync();
                return;
            }

            if (await server.IsAnsweringAsync())
            {
                return;
            }
        }

        throw new TimeoutException($"{server.GetType().Name} does not answer {Limit.TotalSeconds} s after the fault was mended.");
    }
}
