using EGovPlatform.Common.V1;

namespace EGovPlatform.Messaging.Relay;

/// <summary>Groups changes into messages of one event type each.</summary>
public static class Batches
{
    /// <summary>Most changes in one message.</summary>
    public const int MaxChanges = 100;

    /// <summary>Most bytes in one message; a larger change travels alone.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>
    /// Batches in order of their first position. Types that alternate in the log do not cut batches short, so positions
    /// inside a batch ascend but may leave out those of other types.
    /// </summary>
    public static List<ChangesCommitted> Of(IReadOnlyList<Change> changes)
    {
        var batches = new List<ChangesCommitted>();
        var open = new Dictionary<string, (ChangesCommitted Batch, int Bytes)>(StringComparer.Ordinal);
        foreach (var change in changes)
        {
            var size = change.CalculateSize();
            if (!open.TryGetValue(change.EventType, out var last)
                || last.Batch.Changes.Count == MaxChanges || last.Bytes + size > MaxBytes)
            {
                last = (new() { Service = change.Service, EventType = change.EventType, FirstPosition = change.Position }, 0);
                batches.Add(last.Batch);
            }
            last.Batch.Changes.Add(change);
            last.Batch.LastPosition = change.Position;
            open[change.EventType] = (last.Batch, last.Bytes + size);
        }
        return batches;
    }

    /// <summary>The two halves of a batch of at least two changes.</summary>
    public static ChangesCommitted[] Split(ChangesCommitted batch)
    {
        var middle = batch.Changes.Count / 2;
        return [Part(batch, 0, middle), Part(batch, middle, batch.Changes.Count)];
    }

    private static ChangesCommitted Part(ChangesCommitted whole, int from, int to)
    {
        var part = new ChangesCommitted
        {
            Service = whole.Service,
            EventType = whole.EventType,
            FirstPosition = whole.Changes[from].Position,
            LastPosition = whole.Changes[to - 1].Position,
        };
        part.Changes.Add(whole.Changes.Skip(from).Take(to - from));
        return part;
    }
}
