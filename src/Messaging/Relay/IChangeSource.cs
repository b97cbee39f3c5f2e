using EGovPlatform.Common.V1;

namespace EGovPlatform.Messaging.Relay;

/// <summary>The log of this service as the relay sees it, with the relay's place in it.</summary>
public interface IChangeSource
{
    /// <summary>Changes after a position, in order and without gaps, at most <paramref name="limit"/>.</summary>
    Task<IReadOnlyList<Change>> ReadAsync(long after, int limit, CancellationToken cancellation);

    /// <summary>Everything up to here was confirmed or parked.</summary>
    Task<long> PositionAsync(CancellationToken cancellation);

    /// <summary>Moves the place forward; never back.</summary>
    Task AdvanceAsync(long position, CancellationToken cancellation);

    /// <summary>Sets a change aside that can never be published.</summary>
    Task ParkAsync(Change change, string reason, CancellationToken cancellation);
}

/// <summary>Takes batches to the broker.</summary>
public interface IChangePublisher
{
    /// <summary>Completes when the broker has confirmed the batch.</summary>
    /// <exception cref="PublishRejectedException">This batch will never be taken. Any other exception: try again later.</exception>
    Task PublishAsync(ChangesCommitted batch, CancellationToken cancellation);
}

/// <summary>A batch that no retry can publish, such as one that is too large.</summary>
public sealed class PublishRejectedException(string reason, Exception? inner = null) : Exception(reason, inner);
