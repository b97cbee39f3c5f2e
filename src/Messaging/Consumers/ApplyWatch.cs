using System.Collections.Concurrent;
using EGovPlatform.Common.V1;

namespace EGovPlatform.Messaging.Consumers;

/// <summary>
/// Watches whether changes get through to the handlers. A consumer that the broker counts and that applies nothing, because
/// each attempt fails or one never returns, looks well from outside.
/// </summary>
public sealed class ApplyWatch(PostgresInbox inbox, TimeProvider time) : IInbox
{
    /// <summary>A source is stuck when something of it has been waiting this long and nothing of it went through.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, long> _since = new(StringComparer.Ordinal);

    public Task<long> PositionAsync(string source, CancellationToken cancellation) => inbox.PositionAsync(source, cancellation);

    public async Task<bool> ApplyAsync(
        string source, IReadOnlyList<Change> changes, long from, long to, CancellationToken cancellation)
    {
        _since.TryAdd(source, time.GetTimestamp());
        try
        {
            var moved = await inbox.ApplyAsync(source, changes, from, to, cancellation);
            _since.TryRemove(source, out _);
            return moved;
        }
        catch (ApplyRejectedException)
        {
            // The change is at fault and will be parked; the way is free.
            _since.TryRemove(source, out _);
            throw;
        }
    }

    public async Task<bool> ParkAsync(
        string source, Change change, string reason, long from, long to, CancellationToken cancellation) =>
        await inbox.ParkAsync(source, change, reason, from, to, cancellation);

    /// <summary>Sources of which nothing gets through, in order of their names.</summary>
    public IReadOnlyList<string> Stuck() =>
        [.. _since.Where(waiting => time.GetElapsedTime(waiting.Value) > Patience).Select(waiting => waiting.Key).Order(StringComparer.Ordinal)];

    /// <summary>How long the source that has waited longest has been waiting; zero when none does.</summary>
    public TimeSpan Longest() => _since.IsEmpty ? TimeSpan.Zero : _since.Values.Select(since => time.GetElapsedTime(since)).DefaultIfEmpty().Max();
}
