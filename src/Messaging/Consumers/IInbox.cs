using EGovPlatform.Common.V1;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>Where changes of other services go: the handlers and the positions reached, in one transaction.</summary>
public interface IInbox
{
    /// <summary>Everything of this source up to here is applied or parked.</summary>
    Task<long> PositionAsync(string source, CancellationToken cancellation);

    /// <summary>
    /// Applies changes and moves the source's position between two values. False, with nothing done, when it stands
    /// elsewhere. A move without distance leaves the position alone.
    /// </summary>
    /// <exception cref="ApplyRejectedException">A change is at fault; any other exception is an outage.</exception>
    Task<bool> ApplyAsync(string source, IReadOnlyList<Change> changes, long from, long to, CancellationToken cancellation);

    /// <summary>Sets a change aside that cannot be applied and moves over it, under the same rules.</summary>
    Task<bool> ParkAsync(string source, Change change, string reason, long from, long to, CancellationToken cancellation);
}

/// <summary>Changes that no retry can apply.</summary>
public sealed class ApplyRejectedException(string reason, Exception? inner = null) : Exception(reason, inner);
