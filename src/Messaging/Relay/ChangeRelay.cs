using EGovPlatform.Common.V1;
using EGovPlatform.Resources;
using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Relay;

/// <summary>
/// Follows the log and publishes it. At least once: what was confirmed but not noted is sent again. The place moves
/// only over changes that are confirmed or parked without a hole before them, and no transaction is open meanwhile.
/// </summary>
public sealed class ChangeRelay(IChangeSource source, IChangePublisher publisher, TimeProvider time, ILogger<ChangeRelay> log)
{
    /// <summary>Changes read at once: the window within which confirms are pipelined.</summary>
    public const int Window = 2000;

    private const int InFlight = 32;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);

    private long? _position;

    /// <summary>Relays until cancelled; failures are waited out.</summary>
    public async Task RunAsync(Signal signal, CancellationToken cancellation, Random? random = null)
    {
        for (var failures = 0; ;)
        {
            var next = signal.Next;
            try
            {
                var moved = await StepAsync(cancellation);
                failures = 0;
                if (!moved)
                {
                    await signal.WaitAsync(next, Idle, cancellation);
                }
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                // The same outage is not news every time.
                var level = failures is 0 or 10 ? LogLevel.Warning : LogLevel.Debug;
                log.Log(level, "Relaying waits after position {Position}: {Reason}", _position, e.Message);
                _position = null;
                await Backoff.WaitAsync(failures++, time, cancellation, random);
            }
        }
    }

    /// <summary>Publishes the next window. False when there is nothing to publish.</summary>
    public async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var position = _position ??= await source.PositionAsync(cancellation);
        var changes = await source.ReadAsync(position, Window, cancellation);
        Observe(changes);
        if (changes.Count == 0)
        {
            return false;
        }

        var outcomes = await PublishAsync(Batches.Of(changes), cancellation);
        var failed = outcomes.Where(outcome => outcome.Failure is not null).ToList();
        var reached = failed.Count == 0 ? changes[^1].Position : failed.Min(outcome => outcome.Batch.FirstPosition) - 1;
        if (reached > position)
        {
            CrashPoints.Pass(CrashPoints.Published);
            await source.AdvanceAsync(reached, cancellation);
            _position = reached;
        }
        if (failed.Count > 0)
        {
            throw new IOException(failed[0].Failure!.Message, failed[0].Failure);
        }
        return true;
    }

    private async Task<(ChangesCommitted Batch, Exception? Failure)[]> PublishAsync(
        List<ChangesCommitted> batches, CancellationToken cancellation)
    {
        using var slots = new SemaphoreSlim(InFlight);
        var broken = false;
        return await Task.WhenAll(batches.Select(async batch =>
        {
            await slots.WaitAsync(cancellation);
            try
            {
                if (broken)
                {
                    return (batch, new IOException("An earlier batch could not be published."));
                }
                await PublishOrParkAsync(batch, cancellation);
                MessagingTelemetry.Published.Add(batch.Changes.Count);
                return (batch, (Exception?)null);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                broken = true;
                return (batch, e);
            }
            finally
            {
                slots.Release();
            }
        }));
    }

    private async Task PublishOrParkAsync(ChangesCommitted batch, CancellationToken cancellation)
    {
        try
        {
            await publisher.PublishAsync(batch, cancellation);
        }
        catch (PublishRejectedException) when (batch.Changes.Count > 1)
        {
            foreach (var half in Batches.Split(batch))
            {
                await PublishOrParkAsync(half, cancellation);
            }
        }
        catch (PublishRejectedException e)
        {
            var change = batch.Changes[0];
            log.LogError("Parked {EventId} of {Name}: {Reason}", change.EventId, change.Name, e.Message);
            await source.ParkAsync(change, e.Message, cancellation);
            MessagingTelemetry.Parked.Add(1, new KeyValuePair<string, object?>("direction", "out"));
        }
    }

    private void Observe(IReadOnlyList<Change> changes)
    {
        MessagingTelemetry.Observe("relay.backlog", changes.Count);
        MessagingTelemetry.Observe("relay.lag", changes.Count == 0
            ? 0
            : Math.Max(0, (time.GetUtcNow() - changes[0].RecordedTime.ToDateTimeOffset()).TotalSeconds));
    }
}
