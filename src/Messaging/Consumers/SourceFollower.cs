using EGovPlatform.Common.V1;
using EGovPlatform.Resources.Changes;
using Microsoft.Extensions.Logging;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>
/// Applies the log of one source in order and without a gap. Messages bring most of it; what is missing before
/// something received, and whatever the broker never brought, is pulled from the owner. So messages may be lost,
/// repeated or reordered, and may be acknowledged before they are applied.
/// </summary>
public sealed class SourceFollower(string source, IInbox inbox, PullChanges pull, TimeProvider time, ILogger log)
{
    private const int PageSize = 500;
    private const int MaxPending = 10_000;
    // What the broker lost without a trace, such as the last change before silence, waits this long. While changes come without a gap nothing is lost.
    private static readonly TimeSpan Regularly = TimeSpan.FromSeconds(2);
    // Batches of other types with the missing positions are usually a moment behind.
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<long, Change> _pending = [];
    private readonly SemaphoreSlim _gate = new(1);
    private readonly ChangeSignal _missing = new(time);
    private long? _position;
    private long _moved;
    private volatile bool _behind;

    /// <summary>Takes changes that arrived by message, applies what is now contiguous and keeps the rest.</summary>
    public async Task ReceiveAsync(IEnumerable<Change> changes, CancellationToken cancellation)
    {
        Keep(changes);
        try
        {
            await WithGateAsync(DrainAsync, cancellation);
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            log.LogWarning("Changes of {Source} wait: {Reason}", source, e.Message);
            _behind = true;
            _missing.Pulse();
        }
    }

    /// <summary>Pulls what messages do not bring until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation, Random? random = null)
    {
        for (var failures = 0; ;)
        {
            try
            {
                while (await WithGateAsync(PullAsync, cancellation))
                {
                }
                failures = 0;
                await WaitAsync(cancellation);
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                var level = failures is 0 or 10 ? LogLevel.Warning : LogLevel.Debug;
                log.Log(level, "Pulling changes of {Source} failed, trying again: {Reason}", source, e.Message);
                await Backoff.WaitAsync(failures++, time, cancellation, random);
            }
        }
    }

    private async Task WaitAsync(CancellationToken cancellation)
    {
        _moved = time.GetTimestamp();
        while (Regularly - time.GetElapsedTime(_moved) is var left && left > TimeSpan.Zero)
        {
            var missing = _missing.Next;
            if (_behind)
            {
                await Task.Delay(Grace, time, cancellation);
                if (_behind)
                {
                    return;
                }
            }
            await _missing.WaitAsync(missing, left, cancellation);
        }
    }

    private void Keep(IEnumerable<Change> changes)
    {
        lock (_pending)
        {
            foreach (var change in changes)
            {
                if (change.Position > (_position ?? 0))
                {
                    _pending[change.Position] = change;
                }
            }
            // Bounded: the farthest will be pulled when its turn comes.
            while (_pending.Count > MaxPending)
            {
                _pending.Remove(_pending.Keys.Last());
            }
        }
    }

    private async Task<bool> DrainAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var position = _position ??= await inbox.PositionAsync(source, cancellation);
            var run = Contiguous(position);
            if (run.Count == 0)
            {
                return true;
            }
            await ApplyAsync(run, position, run[^1].Position, cancellation);
            _moved = time.GetTimestamp();
        }
    }

    /// <summary>Asks the owner for one page. True when there is more.</summary>
    private async Task<bool> PullAsync(CancellationToken cancellation)
    {
        // Read anew: a rebuild or another process may have moved it.
        var position = await inbox.PositionAsync(source, cancellation);
        _position = position;
        var page = await pull(source, position, PageSize, cancellation);
        if (page.LastPosition < position)
        {
            log.LogError("The log of {Source} ends at {Last}, before position {Position} already applied here.",
                source, page.LastPosition, position);
            return false;
        }
        if (page.NextPosition <= position)
        {
            return false;
        }
        MessagingTelemetry.Pulled.Add(page.Changes.Count, new KeyValuePair<string, object?>("source", source));
        await ApplyAsync(page.Changes, position, page.NextPosition, cancellation);
        await DrainAsync(cancellation);
        return page.NextPosition < page.LastPosition;
    }

    private async Task ApplyAsync(IReadOnlyList<Change> changes, long from, long to, CancellationToken cancellation)
    {
        bool moved;
        try
        {
            moved = await inbox.ApplyAsync(source, changes, from, to, cancellation);
        }
        catch (ApplyRejectedException) when (changes.Count > 1)
        {
            var middle = changes.Count / 2;
            var half = changes[middle - 1].Position;
            await ApplyAsync([.. changes.Take(middle)], from, half, cancellation);
            if (_position == half)
            {
                await ApplyAsync([.. changes.Skip(middle)], half, to, cancellation);
            }
            return;
        }
        catch (ApplyRejectedException e)
        {
            log.LogError("Parked {EventId} of {Name}: {Reason}", changes[0].EventId, changes[0].Name, e.Message);
            MessagingTelemetry.Parked.Add(1, new KeyValuePair<string, object?>("direction", "in"));
            moved = await inbox.ParkAsync(source, changes[0], e.Message, from, to, cancellation);
        }
        catch
        {
            // Whether the transaction was committed is unknown.
            _position = null;
            throw;
        }
        if (moved)
        {
            MessagingTelemetry.Applied.Add(changes.Count, new KeyValuePair<string, object?>("source", source));
        }
        _position = moved ? to : null;
    }

    /// <summary>What follows the position without a hole. It stays kept until the position has passed it.</summary>
    private List<Change> Contiguous(long position)
    {
        lock (_pending)
        {
            while (_pending.Count > 0 && _pending.Keys.First() <= position)
            {
                _pending.Remove(_pending.Keys.First());
            }
            var run = new List<Change>();
            foreach (var (at, change) in _pending)
            {
                if (at != position + run.Count + 1 || run.Count == PageSize)
                {
                    break;
                }
                run.Add(change);
            }
            var gap = run.Count == 0 && _pending.Count > 0 ? _pending.Keys.First() - position - 1 : 0;
            MessagingTelemetry.ObserveGap(source, gap);
            _behind = gap > 0;
            if (_behind)
            {
                _missing.Pulse();
            }
            return run;
        }
    }

    private async Task<bool> WithGateAsync(Func<CancellationToken, Task<bool>> work, CancellationToken cancellation)
    {
        await _gate.WaitAsync(cancellation);
        try
        {
            return await work(cancellation);
        }
        finally
        {
            _gate.Release();
        }
    }
}
