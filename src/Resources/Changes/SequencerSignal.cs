namespace EGovPlatform.Resources.Changes;

/// <summary>Tells this process's sequencer that a transaction with changes has committed. Losing a pulse costs one poll.</summary>
public sealed class SequencerSignal(TimeProvider time)
{
    private readonly ChangeSignal signal = new(time);

    /// <summary>Called after commit.</summary>
    public void Pulse() => signal.Pulse();

    /// <summary>Completes at the next pulse.</summary>
    public Task Next => signal.Next;

    /// <summary>Waits for a pulse taken earlier, at most <paramref name="limit"/>.</summary>
    public Task WaitAsync(Task next, TimeSpan limit, CancellationToken cancellation) => signal.WaitAsync(next, limit, cancellation);
}
