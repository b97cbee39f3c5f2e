namespace EGovPlatform.Gateway.Door;

/// <summary>How many calls a client may make.</summary>
/// <param name="Name">Its name in the RateLimit headers.</param>
/// <param name="Burst">Calls at once after a pause.</param>
/// <param name="PerSecond">Calls that come back each second.</param>
internal sealed record BucketSize(string Name, int Burst, int PerSecond)
{
    /// <summary>What one process takes from the shared bucket at a time: few round trips, and little lost when it ends.</summary>
    public int Lease => Math.Clamp(Burst / 20, 1, 100);

    /// <summary>The header `RateLimit-Policy`: so many calls in so many seconds.</summary>
    public string Policy { get; } = FormattableString.Invariant($"\"{Name}\";q={Burst};w={Math.Max(1, (Burst + PerSecond - 1) / PerSecond)}");
}

/// <summary>Whether a call may go on.</summary>
/// <param name="Allowed">Yes.</param>
/// <param name="Remaining">Calls left, as last heard.</param>
/// <param name="Wait">Until the next call may be made; zero when there are some left.</param>
internal readonly record struct Permit(bool Allowed, long Remaining, TimeSpan Wait);

/// <summary>One client's share of a bucket in this process: what it has leased, or, without Redis, a bucket of its own.</summary>
internal sealed class Bucket(BucketSize size, TimeProvider time)
{
    private readonly Lock turn = new();
    private long leased;
    private long shared = size.Burst;
    private long blockedUntil;
    private double own = size.Burst;
    private long ownSince = time.GetTimestamp();

    /// <summary>When it was last asked, by <see cref="TimeProvider.GetTimestamp"/>.</summary>
    public long LastUse { get; private set; } = time.GetTimestamp();

    /// <summary>Only one caller fetches a lease; the others wait for it.</summary>
    public SemaphoreSlim Fetching { get; } = new(1);

    public BucketSize Size => size;

    /// <summary>Decides from what is here; null when a lease has to be fetched.</summary>
    public Permit? TryTake()
    {
        lock (turn)
        {
            LastUse = time.GetTimestamp();
            if (leased > 0)
            {
                leased--;
                return new Permit(true, shared + leased, TimeSpan.Zero);
            }

            return blockedUntil > LastUse ? new Permit(false, 0, time.GetElapsedTime(LastUse, blockedUntil)) : null;
        }
    }

    /// <summary>Takes in what the shared bucket gave.</summary>
    public void Add(long granted, long left, TimeSpan wait)
    {
        lock (turn)
        {
            leased += granted;
            shared = left;
            blockedUntil = granted > 0 ? 0 : time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
        }
    }

    /// <summary>Gives one token of this process's own bucket: Redis does not answer.</summary>
    public void AddOwn()
    {
        lock (turn)
        {
            var now = time.GetTimestamp();
            own = Math.Min(size.Burst, own + (time.GetElapsedTime(ownSince, now).TotalSeconds * size.PerSecond));
            ownSince = now;
            if (own >= 1)
            {
                own--;
                Add(1, (long)own, TimeSpan.Zero);
            }
            else
            {
                Add(0, 0, TimeSpan.FromSeconds((1 - own) / size.PerSecond));
            }
        }
    }
}
