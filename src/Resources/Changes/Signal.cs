namespace EGovPlatform.Resources.Changes;

/// <summary>
/// Wakes waiters inside this process. A pulse carries no data and may be lost or come twice; whoever wakes looks at
/// the log itself.
/// </summary>
public abstract class Signal(TimeProvider time)
{
    private TaskCompletionSource _next = Fresh();

    /// <summary>Completes at the next pulse. Take it before reading the log, so that no pulse falls between reading and waiting.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everyone who waits.</summary>
    public void Pulse() => Interlocked.Exchange(ref _next, Fresh()).TrySetResult();

    /// <summary>Waits for a pulse, at most <paramref name="limit"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public Task WaitAsync(TimeSpan limit, CancellationToken cancellation) => WaitAsync(Next, limit, cancellation);

    /// <summary>Waits for a <see cref="Next"/> taken earlier, at most <paramref name="limit"/>.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async Task WaitAsync(Task next, TimeSpan limit, CancellationToken cancellation)
    {
        // A time limit that passes is the usual case, so it must not cost an exception.
        await next.WaitAsync(limit, time, cancellation)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        cancellation.ThrowIfCancellationRequested();
    }

    // Whoever pulses must not end up running the waiters' work; a synchronization context sees to that itself.
    private static TaskCompletionSource Fresh() => new(
        SynchronizationContext.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None);
}

/// <summary>Pulsed when new positions exist: wakes the readers of this service's log.</summary>
public sealed class ChangeSignal(TimeProvider time) : Signal(time);

/// <summary>Pulsed after every committed write: wakes the sequencer. A lost pulse costs one poll.</summary>
public sealed class SequencerSignal(TimeProvider time) : Signal(time);
