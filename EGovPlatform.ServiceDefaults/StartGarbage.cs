using Microsoft.Extensions.Hosting;

namespace EGovPlatform.ServiceDefaults;

/// <summary>
/// What starting left behind is collected once, when it is over: with a large first generation (ADR 26) a process that has little to do would
/// keep it for long.
/// </summary>
internal sealed class StartGarbage(IHostApplicationLifetime lifetime, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(10);
    private static int collected;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await Task.Delay(Settled, time, stoppingToken);
        // Several services in one process, as tests have them, share its heap.
        if (Interlocked.Exchange(ref collected, 1) == 0)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
