using EGovPlatform.Common.V1;
using EGovPlatform.Messaging.Consumers;
using EGovPlatform.Messaging.Relay;
using Google.Protobuf.WellKnownTypes;
using Xunit.Sdk;

namespace EGovPlatform.Messaging.Tests.Simulation;

/// <summary>
/// A log, a broker and a consumer's database, all of which fail, lie about the outcome, lose, repeat and reorder as
/// long as <see cref="Faulty"/>. They check on every call what must always hold.
/// </summary>
internal sealed class World(Scheduler scheduler)
{
    private readonly List<ChangesCommitted> _broker = [];

    public bool Faulty { get; set; } = true;

    /// <summary>The first rule found broken.</summary>
    public Exception? Broken { get; set; }

    public List<Change> Log { get; } = [];

    public long RelayPosition { get; private set; }

    public HashSet<long> Accepted { get; } = [];

    public HashSet<long> ParkedOut { get; } = [];

    public long Reached { get; private set; }

    public List<long> Applied { get; } = [];

    public HashSet<long> ParkedIn { get; } = [];

    public void Write()
    {
        var position = Log.Count + 1;
        var kind = scheduler.Random.Next(3) switch { 0 => "created", 1 => "updated", _ => "agreement.signed" };
        Log.Add(new()
        {
            Position = position,
            Service = "countries",
            Name = $"agreements/{scheduler.Random.Next(5)}",
            Version = position,
            EventType = $"egov.countries.agreement.{kind}",
            EventId = $"countries/{position}",
            RecordedTime = Timestamp.FromDateTimeOffset(scheduler.Time.GetUtcNow()),
            Reason = scheduler.Random.Next(40) switch { 0 => "unsendable", 1 => "unreadable", _ => "" },
        });
    }

    /// <summary>A message in any order, perhaps again later; null when there is none.</summary>
    public ChangesCommitted? Deliver()
    {
        if (_broker.Count == 0)
        {
            return null;
        }
        var message = _broker[scheduler.Random.Next(_broker.Count)];
        if (!Faulty || scheduler.Chance(0.8))
        {
            _broker.Remove(message);
        }
        return message;
    }

    public void Wipe() => _broker.Clear();

    /// <summary>What a process sees; once it is killed its calls never come back, but those under way may still take effect.</summary>
    public sealed class Process(World world, Scheduler scheduler) : IChangeSource, IChangePublisher, IInbox
    {
        public bool Killed { get; set; }

        public Task<IReadOnlyList<Change>> ReadAsync(long after, int limit, CancellationToken cancellation) =>
            CallAsync<IReadOnlyList<Change>>(() => [.. world.Log.Skip((int)after).Take(Math.Min(limit, scheduler.Random.Next(1, 30)))]);

        public Task<long> PositionAsync(CancellationToken cancellation) => CallAsync(() => world.RelayPosition);

        public Task AdvanceAsync(long position, CancellationToken cancellation) => CallAsync(() =>
        {
            for (var at = world.RelayPosition + 1; at <= position; at++)
            {
                Assert.True(world.Accepted.Contains(at) || world.ParkedOut.Contains(at), $"The relay passed {at}, which nobody took.");
            }
            return world.RelayPosition = Math.Max(world.RelayPosition, position);
        });

        public Task ParkAsync(Change change, string reason, CancellationToken cancellation) =>
            CallAsync(() => world.ParkedOut.Add(change.Position));

        public Task PublishAsync(ChangesCommitted batch, CancellationToken cancellation) => CallAsync(() =>
        {
            Assert.All(batch.Changes, change => Assert.Equal(batch.EventType, change.EventType));
            if (batch.Changes.Any(change => change.Reason == "unsendable"))
            {
                throw new PublishRejectedException("too large");
            }
            world._broker.Add(batch);
            world.Accepted.UnionWith(batch.Changes.Select(change => change.Position));
            return true;
        });

        public Task<long> PositionAsync(string source, CancellationToken cancellation) => CallAsync(() => world.Reached);

        public Task<bool> ApplyAsync(string source, IReadOnlyList<Change> changes, long from, long to, CancellationToken cancellation) =>
            CallAsync(() => Move(from, to, () =>
            {
                Assert.Equal(Enumerable.Range((int)from + 1, (int)(to - from)).Select(at => (long)at), changes.Select(change => change.Position));
                if (changes.Any(change => change.Reason == "unreadable"))
                {
                    throw new ApplyRejectedException("cannot read");
                }
                world.Applied.AddRange(changes.Select(change => change.Position));
            }));

        public Task<bool> ParkAsync(string source, Change change, string reason, long from, long to, CancellationToken cancellation) =>
            CallAsync(() => Move(from, to, () => world.ParkedIn.Add(change.Position)));

        public Task<ListChangesResponse> PullAsync(string service, long after, int limit, CancellationToken cancellation) => CallAsync(() =>
        {
            var response = new ListChangesResponse { LastPosition = world.Log.Count };
            response.Changes.Add(world.Log.Skip((int)after).Take(Math.Min(limit, scheduler.Random.Next(1, 20))));
            response.NextPosition = after + response.Changes.Count;
            return response;
        });

        private bool Move(long from, long to, Action work)
        {
            if (world.Reached != from)
            {
                return false;
            }
            work();
            world.Reached = to;
            return true;
        }

        private async Task<T> CallAsync<T>(Func<T> effect)
        {
            await StepAsync();
            Fail(0.05);
            var result = Checked(effect);
            await StepAsync();
            // It happened, but the caller does not learn it.
            Fail(0.05);
            return result;
        }

        // The classes under test take any exception for an outage, so a broken rule is kept where they cannot catch it.
        private T Checked<T>(Func<T> effect)
        {
            try
            {
                return effect();
            }
            catch (XunitException e)
            {
                world.Broken ??= e;
                throw;
            }
        }

        private async Task StepAsync()
        {
            await scheduler.PauseAsync(20);
            if (Killed)
            {
                await new TaskCompletionSource().Task;
            }
        }

        private void Fail(double probability)
        {
            if (world.Faulty && scheduler.Chance(probability))
            {
                throw new IOException("Away.");
            }
        }
    }
}
