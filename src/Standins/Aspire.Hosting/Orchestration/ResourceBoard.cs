using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Threading.Channels;
using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting.Orchestration;

/// <summary>The present state of every resource and its console lines; those who watch miss nothing.</summary>
internal sealed class ResourceBoard(ResourceCollection resources, TimeProvider? clock = null)
{
    private readonly Lock gate = new();
    private readonly TimeProvider clock = clock ?? TimeProvider.System;
    private readonly Dictionary<IResource, ResourceSnapshot> present = [];
    private readonly List<Channel<ResourceSnapshot>> watchers = [];
    private readonly ConcurrentDictionary<IResource, ConsoleLog> logs = new();

    public DateTimeOffset Now => clock.GetUtcNow();

    public ResourceSnapshot this[IResource resource]
    {
        get
        {
            lock (gate)
            {
                return Get(resource);
            }
        }
    }

    public IReadOnlyList<ResourceSnapshot> All()
    {
        lock (gate)
        {
            return [.. resources.Select(Get)];
        }
    }

    public ConsoleLog Log(IResource resource) => logs.GetOrAdd(resource, _ => new ConsoleLog());

    public ResourceSnapshot? Find(string name) => All().FirstOrDefault(s => string.Equals(s.Name, name, StringComparison.Ordinal));

    public void Update(IResource resource, Func<ResourceSnapshot, ResourceSnapshot> change)
    {
        lock (gate)
        {
            var before = Get(resource);
            var after = change(before);
            if (after.Equals(before))
            {
                return;
            }

            present[resource] = after;
            watchers.ForEach(w => w.Writer.TryWrite(after));
        }
    }

    /// <summary>The snapshots of this moment and a stream of every later one.</summary>
    public (IReadOnlyList<ResourceSnapshot> Initial, ChannelReader<ResourceSnapshot> Changes, IDisposable Subscription) Watch()
    {
        var channel = Channel.CreateUnbounded<ResourceSnapshot>();
        lock (gate)
        {
            watchers.Add(channel);
            return ([.. resources.Select(Get)], channel.Reader, new Subscription(this, channel));
        }
    }

    /// <summary>Returns the first snapshot of the resource, from now on, that satisfies the condition.</summary>
    public async Task<ResourceSnapshot> WaitAsync(IResource resource, Func<ResourceSnapshot, bool> condition, CancellationToken cancellationToken)
    {
        var (initial, changes, subscription) = Watch();
        using (subscription)
        {
            var first = initial.First(s => s.Resource == resource);
            if (condition(first))
            {
                return first;
            }

            await foreach (var snapshot in changes.ReadAllAsync(cancellationToken))
            {
                if (snapshot.Resource == resource && condition(snapshot))
                {
                    return snapshot;
                }
            }

            throw new OperationCanceledException(cancellationToken);
        }
    }

    private ResourceSnapshot Get(IResource resource) => present.TryGetValue(resource, out var known)
        ? known
        : present[resource] = new ResourceSnapshot(resource, RandomNumberGenerator.GetString("abcdefghjkmnpqrstuvwxyz", 8)) { CreatedAt = Now };

    private sealed class Subscription(ResourceBoard board, Channel<ResourceSnapshot> channel) : IDisposable
    {
        public void Dispose()
        {
            lock (board.gate)
            {
                board.watchers.Remove(channel);
                channel.Writer.TryComplete();
            }
        }
    }
}
