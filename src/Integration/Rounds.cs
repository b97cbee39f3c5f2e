using EGovPlatform.Messaging;

namespace EGovPlatform.IntegrationService;

/// <summary>Work that is looked for all the time, and after a failure less and less often.</summary>
internal static class Rounds
{
    private static readonly TimeSpan Rhythm = TimeSpan.FromMilliseconds(500);

    /// <summary>Does round after round until the process stops.</summary>
    /// <param name="round">Does what is due.</param>
    /// <param name="waits">Told why a round failed.</param>
    /// <param name="time">The clock.</param>
    /// <param name="stopping">Ends it, without an exception.</param>
    public static async Task RunAsync(Func<Task> round, Action<string> waits, TimeProvider time, CancellationToken stopping)
    {
        for (var failures = 0; !stopping.IsCancellationRequested;)
        {
            try
            {
                await round();
                failures = 0;
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                waits(e.Message);
                failures++;
            }

            await (failures == 0 ? Task.Delay(Rhythm, time, stopping) : Backoff.WaitAsync(failures - 1, time, stopping)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
