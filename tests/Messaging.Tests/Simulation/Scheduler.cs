namespace EGovPlatform.Messaging.Tests.Simulation;

/// <summary>
/// One thread, a clock that only moves when nothing is ready, and a seed that picks who goes next: the same seed gives
/// the same run of the production classes, to the last step.
/// </summary>
internal sealed class Scheduler(int seed) : SynchronizationContext
{
    private readonly List<(SendOrPostCallback Callback, object? State)> _ready = [];
    private readonly PriorityQueue<Clock.Timer, (long At, int Order)> _timers = new();
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private int _order;

    public Random Random { get; } = new(seed);

    public long Ticks { get; private set; }

    /// <summary>Grows with every step; equal for equal runs.</summary>
    public long Fingerprint { get; private set; }

    public TimeProvider Time => field ??= new Clock(this);

    public override void Post(SendOrPostCallback d, object? state)
    {
        if (Environment.CurrentManagedThreadId != _thread)
        {
            throw new InvalidOperationException("A continuation left the simulated thread.");
        }
        _ready.Add((d, state));
    }

    /// <summary>Runs until the condition holds; false when the simulated time is over first.</summary>
    public bool RunUntil(Func<bool> done, TimeSpan limit)
    {
        var previous = Current;
        SetSynchronizationContext(this);
        try
        {
            var end = Ticks + limit.Ticks;
            while (!done())
            {
                if (_ready.Count > 0)
                {
                    var index = Random.Next(_ready.Count);
                    var (callback, state) = _ready[index];
                    _ready.RemoveAt(index);
                    Fingerprint = (Fingerprint * 31) + index + Ticks;
                    callback(state);
                }
                else if (!_timers.TryDequeue(out var timer, out var due) || due.At > end)
                {
                    return false;
                }
                else
                {
                    Ticks = Math.Max(Ticks, due.At);
                    timer.Fire();
                }
            }
            return true;
        }
        finally
        {
            SetSynchronizationContext(previous);
        }
    }

    /// <summary>Starts something inside the simulation.</summary>
    public void Start(Func<Task> work) => Post(_ => Observe(work()), null);

    /// <summary>Lets other things happen for up to this many milliseconds.</summary>
    public Task PauseAsync(int mostMilliseconds) =>
        Task.Delay(TimeSpan.FromMilliseconds(Random.Next(1, mostMilliseconds + 1)), Time);

    public bool Chance(double probability) => Random.NextDouble() < probability;

    private static async void Observe(Task work) => await work;

    private sealed class Clock(Scheduler scheduler) : TimeProvider
    {
        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => scheduler.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(scheduler.Ticks);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            var timer = new Timer(scheduler, callback, state);
            timer.Change(dueTime, period);
            return timer;
        }

        internal sealed class Timer(Scheduler scheduler, TimerCallback callback, object? state) : ITimer
        {
            private bool _armed;

            public bool Change(TimeSpan dueTime, TimeSpan period)
            {
                _armed = dueTime != Timeout.InfiniteTimeSpan;
                if (_armed)
                {
                    scheduler._timers.Enqueue(this, (scheduler.Ticks + dueTime.Ticks, scheduler._order++));
                }
                return true;
            }

            public void Fire()
            {
                if (_armed)
                {
                    _armed = false;
                    callback(state);
                }
            }

            public void Dispose() => _armed = false;

            public ValueTask DisposeAsync()
            {
                Dispose();
                return ValueTask.CompletedTask;
            }
        }
    }
}
